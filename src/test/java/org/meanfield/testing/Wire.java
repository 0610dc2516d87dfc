package org.meanfield.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Named;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Serializes values as Spark does between its machines. */
public final class Wire {
    private static final ClassTag<Object> ANY = ClassTag$.MODULE$.apply(Object.class);

    private Wire() {}

    /** Returns Spark's Kryo with our registrator, and Java's serialization. */
    public static Stream<Named<Serializer>> serializers() {
        LocalSpark.context();
        assertThat(SparkEnv.get().serializer()).isInstanceOf(KryoSerializer.class);
        return Stream.of(
                Named.of("Kryo", SparkEnv.get().serializer()), Named.of("Java", new JavaSerializer(new SparkConf())));
    }

    /** Returns what arrives. */
    public static Object shipped(Serializer serializer, Object sent) {
        SerializerInstance instance = serializer.newInstance();
        ByteBuffer bytes = instance.serialize(sent, ANY);
        return instance.deserialize(bytes, ANY);
    }
}
