package org.meanfield.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.image.ImageShape;
import org.meanfield.storage.Progress;
import org.meanfield.testing.Jobs;

final class BlocksTest {
    @ParameterizedTest
    @CsvSource({"1, 28, 500", "3, 32, 500", "3, 33, 470", "3, 64, 125", "3, 224, 10", "3, 1024, 1"})
    void largerImagesMakeSmallerBlocks(int channels, int side, int images) {
        assertThat(Blocks.size(new ImageShape(channels, side, side))).isEqualTo(images);
    }

    @Test
    void theLastBlockIsShort() {
        Splits splits = Splits.open(Jobs.tiny("data.test=1203").data(), Progress.SILENT);
        Blocks blocks = new Blocks(splits, Split.TEST);

        assertThat(blocks.starts()).containsExactly(0, 500, 1000);
        assertThat(blocks.read(500).count()).isEqualTo(500);
        assertThat(blocks.read(1000).labels())
                .isEqualTo(splits.read(Split.TEST, 1000, 1203).labels());
    }
}
