package org.meanfield.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordWriterTest {
    private static final double[] NUMBERS = {
        0,
        -0.0,
        2e-3,
        1e22,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };

    @Test
    void writesEveryKeyInTheOrderOfTheComponents() {
        assertThat(RecordWriter.toJson(Sample.read("{blocks: [{filters: 8}], name: a}")))
                .isEqualTo(
                        """
                        {"name":"a","seed":211,\
                        "train":{"batch":64,"local-steps":20,"mode":"fan-in","shuffle":true,\
                        "optimizer":{"type":"adam","learning-rate":0.001,"beta":0.9}},\
                        "augment":[{"type":"flip","probability":0.5},{"type":"random-crop","padding":2}],\
                        "blocks":[{"filters":8,"optimizer":{"type":"sgd","learning-rate":0.5}}],\
                        "table":[[1,2],[3]]}""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " a ",
                "~",
                "off",
                "1.10",
                "# no comment",
                "*a",
                "a: b",
                "\"'\\",
                "\t\n\r\0\u007f\u0085\u2028\ufeff",
                "é😀"
            })
    void writesAnyTextSoThatItReadsBack(String text) {
        Sample sample = new Sample(text, 0, Sample.read("name: a").train(), List.of(), List.of(), List.of());
        assertThat(Sample.read(RecordWriter.toJson(sample))).isEqualTo(sample);
    }

    @Test
    void writesAnyRecordSoThatItReadsBack() {
        for (int seed = 0; seed < 300; seed++) {
            Sample sample = new Samples(new SplittableRandom(seed)).sample();
            String json = RecordWriter.toJson(sample);
            assertThat(Sample.read(json)).as("seed %d", seed).isEqualTo(sample);
            assertThat(RecordWriter.toJson(Sample.read(json)))
                    .as("seed %d", seed)
                    .isEqualTo(json);
        }
    }

    private record Samples(SplittableRandom random) {
        Sample sample() {
            return new Sample(text(), random.nextLong(), train(), list(this::change), list(this::block), table());
        }

        private Sample.Train train() {
            Sample.Mode mode = random.nextBoolean() ? Sample.Mode.FAN_IN : Sample.Mode.FAN_OUT;
            return new Sample.Train(
                    random.nextInt(1, Integer.MAX_VALUE), random.nextInt(), mode, random.nextBoolean(), optimizer());
        }

        private Sample.Optimizer optimizer() {
            return random.nextBoolean()
                    ? new Sample.AdamOptimizer(random.nextDouble(1e-300, 1e300), number())
                    : new Sample.SgdOptimizer(number());
        }

        private Sample.Change change() {
            return random.nextBoolean() ? new Sample.Flip(number()) : new Sample.RandomCrop(random.nextInt());
        }

        private Sample.Block block() {
            return new Sample.Block(random.nextInt(), optimizer());
        }

        private List<List<Integer>> table() {
            return list(() -> list(random::nextInt));
        }

        private <T> List<T> list(Supplier<T> element) {
            List<T> list = new ArrayList<>();
            int size = random.nextInt(4);
            while (list.size() < size) {
                list.add(element.get());
            }
            return list;
        }

        private double number() {
            int i = random.nextInt(2 * NUMBERS.length);
            return i < NUMBERS.length ? NUMBERS[i] : Double.longBitsToDouble(random.nextLong());
        }

        private String text() {
            return random.ints(random.nextInt(20), 0, 0xd800)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }
    }
}
