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
            new FashionMnist("~/a", "file:/b", true, 5, ""),
            new Mnist("/a", "http://b", false, 0, ""),
            new Svhn("~/a", "file:/b", true, 5, List.of(Svhn.Published.TRAIN), true, "/c"),
            new SyntheticDigits(8, 1, 2, 3, ""));

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
        assertThatThrownBy(() -> new FashionMnist("~/a", "file:/b", true, -1, ""))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("validation is -1 but must be at least 0");
        assertThatThrownBy(() -> new Mnist(" ", "file:/b", true, 0, ""))
                .hasMessage("path is empty but must be a folder");
        assertThatThrownBy(() -> new Mnist("/a", "http://a b", true, 0, ""))
                .hasMessage("mirror is http://a b but must be an address, such as http://… or file:…");
        assertThatThrownBy(() -> new Mnist("/a", "", true, 0, ""))
                .hasMessage("mirror is empty but must be an address, such as http://… or file:…");
    }
}
