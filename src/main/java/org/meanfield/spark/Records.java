package org.meanfield.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.serializer.KryoRegistrator;

/** Teaches Kryo records and Java's immutable lists, which its own serializers cannot fill in. */
public final class Records implements KryoRegistrator {
    @Override
    public void registerClasses(Kryo kryo) {
        kryo.addDefaultSerializer(Shard.class, new ShardSerializer());
        kryo.addDefaultSerializer(Record.class, new RecordSerializer());
        // What List.of, List.copyOf and Stream.toList return extends one class that has no public name.
        kryo.addDefaultSerializer(List.of().getClass().getSuperclass(), new ListSerializer());
    }

    /** Returns the value of a component of {@code record}. */
    static Object value(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot read " + component + " of " + record.getClass(), e);
        }
    }

    /** Through a list that Kryo knows. */
    private static final class ListSerializer extends Serializer<List<?>> {
        @Override
        public void write(Kryo kryo, Output output, List<?> list) {
            kryo.writeObject(output, new ArrayList<>(list));
        }

        @Override
        public List<?> read(Kryo kryo, Input input, Class<List<?>> type) {
            List<?> values = kryo.readObject(input, ArrayList.class);
            return List.copyOf(values);
        }
    }

    /** Says which images they are: whoever reads it reads them from their files. */
    private static final class ShardSerializer extends Serializer<Shard> {
        @Override
        public void write(Kryo kryo, Output output, Shard shard) {
            kryo.writeObject(output, shard.slice());
        }

        @Override
        public Shard read(Kryo kryo, Input input, Class<Shard> type) {
            return kryo.readObject(input, Shard.Slice.class).read();
        }
    }

    /** Component by component, read by the constructor. */
    private static final class RecordSerializer extends Serializer<Record> {
        @Override
        public void write(Kryo kryo, Output output, Record record) {
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                kryo.writeClassAndObject(output, value(record, component));
            }
        }

        @Override
        public Record read(Kryo kryo, Input input, Class<Record> type) {
            RecordComponent[] components = type.getRecordComponents();
            Object[] values = new Object[components.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = kryo.readClassAndObject(input);
            }
            try {
                Class<?>[] types =
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
                Constructor<Record> constructor = type.getDeclaredConstructor(types);
                constructor.setAccessible(true);
                return constructor.newInstance(values);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Cannot make " + type, e);
            }
        }
    }
}
