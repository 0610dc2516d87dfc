package org.meanfield.spark.dl4j;

import com.esotericsoftware.kryo.Kryo;
import org.apache.spark.serializer.KryoRegistrator;
import org.nd4j.kryo.Nd4jSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Kryo registrator of ND4J's arrays, as DL4J's own registrator has it, which loads ND4J. A service of the class path. */
public final class Nd4jRegistrator implements KryoRegistrator {
    @Override
    public void registerClasses(Kryo kryo) {
        kryo.addDefaultSerializer(INDArray.class, new Nd4jSerializer());
    }
}
