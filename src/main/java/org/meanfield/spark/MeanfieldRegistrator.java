package org.meanfield.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.serializer.KryoRegistrator;
import org.meanfield.config.RecordSerializer;
import org.nd4j.kryo.Nd4jSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Kryo registrator of records, Java's immutable lists and ND4J arrays, which Kryo's own serializers cannot construct.
 */
public final class MeanfieldRegistrator implements KryoRegistrator {
    @Override
    public void registerClasses(Kryo kryo) {
        kryo.addDefaultSerializer(Shard.class, new ShardSerializer());
        kryo.addDefaultSerializer(Record.class, new RecordSerializer());
        // As DL4J's own registrator does, which loads ND4J.
        kryo.addDefaultSerializer(INDArray.class, new Nd4jSerializer());
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
