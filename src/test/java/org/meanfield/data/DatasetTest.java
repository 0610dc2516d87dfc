package org.meanfield.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.meanfield.config.InvalidInputException;

final class DatasetTest {
    private static final List<Dataset> ONE_OF_EACH = List.of(
            new Cifar10("~/a", "file:/b", true, 5, "", 0, Labels.PUBLISHED),
            new Cifar100("~/a", "file:/b", false, 5, "/c", 7, Labels.PUBLISHED),
            new FashionMnist("~/a", "file:/b", true, 5, "", 0, Labels.PUBLISHED),
            new ImageFolder(
                    "/a",
                    1,
                    28,
                    20,
                    List.of("cat", "owl"),
                    0.1,
                    5,
                    OnError.FAIL,
                    16384,
                    50_000_000,
                    "",
                    0,
                    Labels.PUBLISHED),
            new Mnist("/a", "http://b", false, 0, "", 0, Labels.PUBLISHED),
            new Svhn("~/a", "file:/b", true, 5, List.of(Svhn.Published.TRAIN), true, "/c", 0, Labels.PUBLISHED),
            new SyntheticDigits(8, 1, 2, 3, "", 0, Labels.PUBLISHED));

    @Test
    void thereIsOneOfEachHere() {
        assertThat(ONE_OF_EACH)
                .extracting(Object::getClass)
                .containsExactlyInAnyOrder(Dataset.class.getPermittedSubclasses());
    }

    @Test
    void eachSurvivesSerialization() throws IOException, ClassNotFoundException {
        for (Dataset data : ONE_OF_EACH) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(data);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                assertThat(in.readObject()).isEqualTo(data);
            }
        }
    }

    @Test
    void refusesSettingsThatCannotBe() {
        assertThatThrownBy(() -> new FashionMnist("~/a", "file:/b", true, -1, "", 0, Labels.PUBLISHED))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("validation is -1 but must be at least 0");
        assertThatThrownBy(() -> new Mnist(" ", "file:/b", true, 0, "", 0, Labels.PUBLISHED))
                .hasMessage("path is empty but must be a folder");
        assertThatThrownBy(() -> new Mnist("/a", "http://a b", true, 0, "", 0, Labels.PUBLISHED))
                .hasMessage("mirror is http://a b but must be an address, such as http://… or file:…");
        assertThatThrownBy(() -> new ImageFolder(
                        "/a", 2, 32, 32, List.of(), 0.2, 0, OnError.FAIL, 16384, 50_000_000, "", 0, Labels.PUBLISHED))
                .hasMessage("channels is 2 but must be 1 (grey) or 3 (red, green and blue)");
        assertThatThrownBy(() -> new ImageFolder(
                        "/a", 3, 0, 32, List.of(), 0.2, 0, OnError.FAIL, 16384, 50_000_000, "", 0, Labels.PUBLISHED))
                .hasMessage("height is 0 but must be in 1 … 1024");
        assertThatThrownBy(() -> new ImageFolder(
                        "/a", 3, 32, 1025, List.of(), 0.2, 0, OnError.FAIL, 16384, 50_000_000, "", 0, Labels.PUBLISHED))
                .hasMessage("width is 1025 but must be in 1 … 1024");
        assertThatThrownBy(() -> new ImageFolder(
                        "/a",
                        3,
                        32,
                        32,
                        List.of("cat"),
                        0.2,
                        0,
                        OnError.FAIL,
                        16384,
                        50_000_000,
                        "",
                        0,
                        Labels.PUBLISHED))
                .hasMessage("class-names is [cat] but must be 2 … 128 names");
        assertThatThrownBy(() -> new ImageFolder(
                        "/a",
                        3,
                        32,
                        32,
                        List.of("cat", "cat"),
                        0.2,
                        0,
                        OnError.FAIL,
                        16384,
                        50_000_000,
                        "",
                        0,
                        Labels.PUBLISHED))
                .hasMessage("class-names is [cat, cat] but must be all different");
        assertThatThrownBy(() -> new ImageFolder(
                        "/a", 3, 32, 32, List.of(), 1, 0, OnError.FAIL, 16384, 50_000_000, "", 0, Labels.PUBLISHED))
                .hasMessage("test-share is 1.0 but must be in (0, 1)");
        assertThatThrownBy(() -> new Mnist("/a", "", true, 0, "", 0, Labels.PUBLISHED))
                .hasMessage("mirror is empty but must be an address, such as http://… or file:…");
    }

    /** In the order of the labels, as https://github.com/zalandoresearch/fashion-mnist#labels has them. */
    @Test
    void theClassesOfFashionMnistHaveTheirPublishedNames() {
        assertThat(new FashionMnist("~/a", "file:/b", true, 5, "", 0, Labels.PUBLISHED)
                        .source()
                        .classNames())
                .containsExactly(
                        "T-shirt/top",
                        "Trouser",
                        "Pullover",
                        "Dress",
                        "Coat",
                        "Sandal",
                        "Shirt",
                        "Sneaker",
                        "Bag",
                        "Ankle boot");
        assertThat(new Mnist("~/a", "file:/b", true, 5, "", 0, Labels.PUBLISHED)
                        .source()
                        .classNames())
                .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    }
}
