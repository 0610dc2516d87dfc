package org.meanfield.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.spark.serializer.KryoRegistrator;
import org.meanfield.config.RecordSerializer;

/**
 * Kryo registrator of records and Java's immutable lists, which Kryo's own serializers cannot construct, and of what packages that a
 * build may leave out register as services: ND4J's arrays.
 */
public final class MeanfieldRegistrator implements KryoRegistrator {
    private static final List<KryoRegistrator> OTHERS =
            ServiceLoader.load(KryoRegistrator.class, MeanfieldRegistrator.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();

    @Override
    public void registerClasses(Kryo kryo) {
        kryo.addDefaultSerializer(Shard.class, new ShardSerializer());
        kryo.addDefaultSerializer(Record.class, new RecordSerializer());
        OTHERS.forEach(other -> other.registerClasses(kryo));
        // The lists of List.of, List.copyOf and Stream.toList extend one class that is not public.
        kryo.addDefaultSerializer(List.of().getClass().getSuperclass(), new ListSerializer());
    }

    /** Serializes through an ArrayList. */
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

    /** Writes the shard's slice only; the reader loads its images from their files. */
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
}
