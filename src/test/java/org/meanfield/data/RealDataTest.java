package org.meanfield.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.meanfield.image.LabelledImages;

@EnabledIfSystemProperty(named = "meanfield.data", matches = ".+", disabledReason = "needs the published files")
final class RealDataTest {
    private static final String DATA = System.getProperty("meanfield.data");

    @Test
    void fashionMnistIsThePublishedOne() {
        FashionMnist data = new FashionMnist(DATA + "/fashion-mnist", "file:/none", true, 5000, "");

        assertThat(perClass(data.load(Split.TRAIN))).containsOnly(5500).hasSize(10);
        assertThat(perClass(data.load(Split.VALIDATION))).containsOnly(500).hasSize(10);
        assertThat(perClass(data.load(Split.TEST))).containsOnly(1000).hasSize(10);
    }

    @Test
    void theSumsOfTheContentsComeFromFilesWithThePublishedSums() {
        assertThat(IdxSource.NAMES)
                .extracting(name -> Sha256.of(Storage.read(DATA + "/fashion-mnist/" + name + ".gz")))
                .containsExactly(
                        "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
                        "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
                        "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
                        "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5");
    }

    @Test
    void mnistIsThePublishedOne() {
        Mnist data = new Mnist(DATA + "/mnist", "file:/none", true, 0, "");

        assertThat(perClass(data.load(Split.TRAIN)))
                .containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
        assertThat(perClass(data.load(Split.TEST)))
                .containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
    }

    private static int[] perClass(LabelledImages images) {
        return IntStream.range(0, 10)
                .map(label -> (int) IntStream.range(0, images.count())
                        .filter(i -> images.labels()[i] == label)
                        .count())
                .toArray();
    }
}
