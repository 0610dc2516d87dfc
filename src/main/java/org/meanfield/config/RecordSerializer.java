package org.meanfield.config;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Kryo serializer of records, which Kryo's own serializers cannot construct: component by component, read back through
 * the constructor; float arrays in bulk, where Kryo would write element by element. As an annotation of a record it
 * works in any Spark session, without a registrator.
 */
public final class RecordSerializer extends Serializer<Record> {
    private static final int CHUNK = 1 << 14;

    /** Returns the value of a component of {@code record}. */
    public static Object value(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot read " + component + " of " + record.getClass(), e);
        }
    }

    @Override
    public void write(Kryo kryo, Output output, Record record) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = value(record, component);
            if (component.getType() == float[].class) {
                write(output, (float[]) value);
            } else {
                kryo.writeClassAndObject(output, value);
            }
        }
    }

    @Override
    public Record read(Kryo kryo, Input input, Class<Record> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = components[i].getType() == float[].class ? readFloats(input) : kryo.readClassAndObject(input);
        }
        return create(type, values);
    }

    /** Constructs a record from the values of its components. */
    public static <T extends Record> T create(Class<T> type, Object[] values) {
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Constructor<T> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot make " + type, e);
        }
    }

    private static void write(Output output, float[] values) {
        output.writeInt(values.length, true);
        byte[] bytes = chunk(values.length);
        FloatBuffer floats = floats(bytes);
        for (int from = 0; from < values.length; from += CHUNK) {
            int length = Math.min(CHUNK, values.length - from);
            floats.clear().put(values, from, length);
            output.writeBytes(bytes, 0, length * Float.BYTES);
        }
    }

    private static float[] readFloats(Input input) {
        float[] values = new float[input.readInt(true)];
        byte[] bytes = chunk(values.length);
        FloatBuffer floats = floats(bytes);
        for (int from = 0; from < values.length; from += CHUNK) {
            int length = Math.min(CHUNK, values.length - from);
            input.readBytes(bytes, 0, length * Float.BYTES);
            floats.clear().get(values, from, length);
        }
        return values;
    }

    private static byte[] chunk(int floats) {
        return new byte[Math.min(CHUNK, floats) * Float.BYTES];
    }

    private static FloatBuffer floats(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }
}
