package org.meanfield.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CellNameTest {
    private static final String LABEL =
            "train.batch=64, initializer={type: normal, std: 0.1}, model.hidden=[8, 4], averaging={type: mean}";

    @Test
    void commasInBracketsCutNothing() {
        assertThat(CellName.of(LABEL).values())
                .containsExactly(
                        java.util.Map.entry("train.batch", "64"),
                        java.util.Map.entry("initializer", "normal (std: 0.1)"),
                        java.util.Map.entry("model.hidden", "[8, 4]"),
                        java.util.Map.entry("averaging", "mean"));
    }

    @Test
    void aListOfRecordsIsCalledByTheirTypes() {
        assertThat(CellName.of("augment=[{type: rotate, max-degrees: 5}, {type: cutout}], model.hidden=[8]")
                        .shortName(List.of("augment")))
                .isEqualTo("rotate (max-degrees: 5) + cutout");
        assertThat(CellName.of("augment=[]").shortName(List.of("augment"))).isEqualTo("no augment");
    }

    @Test
    void theShortNameIsWhatVaries() {
        CellName name = CellName.of(LABEL);

        assertThat(name.shortName(List.of("initializer"))).isEqualTo("normal (std: 0.1)");
        assertThat(name.shortName(List.of("train.batch", "initializer"))).isEqualTo("batch 64, normal (std: 0.1)");
    }

    @Test
    void whereNothingVariesTheNameIsTheWhole() {
        CellName name = CellName.of(LABEL);

        assertThat(CellName.varying(List.of(name))).isEmpty();
        assertThat(name.shortName(List.of())).isEqualTo(LABEL);
    }

    @Test
    void theBaseSetsNothing() {
        assertThat(CellName.of("base").values()).isEmpty();
        assertThat(CellName.of("base").shortName(List.of("train.batch"))).isEqualTo("base");
    }
}
