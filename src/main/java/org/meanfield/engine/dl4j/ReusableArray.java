package org.meanfield.engine.dl4j;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.meanfield.model.onednn.NativeBackend;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Array reused for successive batches: allocating one for each costs more than filling it. Belongs to one thread. */
final class ReusableArray {
    private INDArray array = Nd4j.empty(DataType.FLOAT);

    /** Returns an array with these values, in c order, valid until the next call. */
    INDArray with(float[] values, long... shape) {
        if (!Arrays.equals(array.shape(), shape)) {
            array = Nd4j.createUninitializedDetached(DataType.FLOAT, shape);
        }
        if (NativeBackend.isCpu()) {
            new FloatPointer(array.data().addressPointer()).put(values);
        } else {
            array.assign(Nd4j.create(values, shape, 'c'));
        }
        return array;
    }
}
