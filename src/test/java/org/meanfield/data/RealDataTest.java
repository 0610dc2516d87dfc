package org.meanfield.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.meanfield.image.LabelledImages;
import org.meanfield.storage.Sha256;
import org.meanfield.storage.Storage;

@EnabledIfSystemProperty(named = "meanfield.data", matches = ".+", disabledReason = "needs the published files")
final class RealDataTest {
    private static final String DATA = System.getProperty("meanfield.data");

    @Test
    void fashionMnistIsThePublishedOne() {
        FashionMnist data =
                new FashionMnist(DATA + "/fashion-mnist", "file:/none", true, 5000, "", 0, Labels.PUBLISHED);

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
        Mnist data = new Mnist(DATA + "/mnist", "file:/none", true, 0, "", 0, Labels.PUBLISHED);

        assertThat(perClass(data.load(Split.TRAIN)))
                .containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
        assertThat(perClass(data.load(Split.TEST)))
                .containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
    }

    /** The sums are of what SciPy 1.17.1 reads, with each plane row after row. */
    @Test
    void theBeginningOfSvhnIsWhatSciPyReads() {
        Svhn data = new Svhn(
                DATA + "/svhn", "file:/none", false, 0, List.of(Svhn.Published.TRAIN), false, "", 0, Labels.PUBLISHED);
        LabelledImages train = data.load(Split.TRAIN);
        LabelledImages test = data.load(Split.TEST);

        assertThat(Sha256.of(train.pixels().array()))
                .isEqualTo("6dbb2b1251e790b1bc73f1af6ff0f8de69be42b6bfc29bd7a14c2981a6612a7e");
        assertThat(Sha256.of(train.labels()))
                .isEqualTo("1a3e9b6316b74ed55a22a13ab0e3766f4b397c1500db23fee38b580a5a5b71f8");
        assertThat(Sha256.of(test.pixels().array()))
                .isEqualTo("21ec9f2d025c698fd29fc853780a58243b137f215da008bc155e367896e205c9");
        assertThat(Sha256.of(test.labels()))
                .isEqualTo("0d45d38f65ea966af243d1b7142b82bc6b2abdfd5ca6ff13b818ea79f91586d8");
    }

    private static int[] perClass(LabelledImages images) {
        return IntStream.range(0, 10)
                .map(label -> (int) IntStream.range(0, images.count())
                        .filter(i -> images.labels()[i] == label)
                        .count())
                .toArray();
    }
}
