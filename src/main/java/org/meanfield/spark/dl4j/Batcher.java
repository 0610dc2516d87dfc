package org.meanfield.spark.dl4j;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Function from the data sets of a partition, of any sizes, to mini-batches, in order. DL4J's own iterators do not
 * split data sets of several inputs that are larger than a mini-batch.
 */
record Batcher<T>(Kind<T> kind, int size) implements Function2<Integer, Iterator<T>, Iterator<BatchShard>> {
    /** Operations on a kind of data set. */
    interface Kind<T> extends Serializable {
        int examples(T data);

        /** Returns its examples one by one. */
        List<T> split(T data);

        T merge(List<T> data);
    }

    /** One input and one output. */
    record Single() implements Kind<DataSet> {
        @Override
        public int examples(DataSet data) {
            return data.numExamples();
        }

        @Override
        public List<DataSet> split(DataSet data) {
            return data.asList();
        }

        @Override
        public DataSet merge(List<DataSet> data) {
            return DataSet.merge(data);
        }
    }

    /** Any number of inputs and outputs. */
    record Multi() implements Kind<MultiDataSet> {
        @Override
        public int examples(MultiDataSet data) {
            return Math.toIntExact(data.getFeatures(0).size(0));
        }

        @Override
        public List<MultiDataSet> split(MultiDataSet data) {
            return data.asList();
        }

        @Override
        public MultiDataSet merge(List<MultiDataSet> data) {
            return org.nd4j.linalg.dataset.MultiDataSet.merge(data);
        }
    }

    @Override
    public Iterator<BatchShard> call(Integer worker, Iterator<T> items) {
        ArrayList<Object> batches = new ArrayList<>();
        List<T> pending = new ArrayList<>();
        while (items.hasNext()) {
            T item = items.next();
            int examples = kind.examples(item);
            if (examples == size && pending.isEmpty()) {
                batches.add(item);
                continue;
            }
            for (T example : examples == 1 ? List.of(item) : kind.split(item)) {
                pending.add(example);
                if (pending.size() == size) {
                    batches.add(kind.merge(pending));
                    pending.clear();
                }
            }
        }
        if (!pending.isEmpty()) {
            batches.add(kind.merge(pending));
        }
        return List.of(new BatchShard(worker, batches)).iterator();
    }
}
