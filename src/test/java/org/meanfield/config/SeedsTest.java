package org.meanfield.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.meanfield.config.Seeds.Purpose;

/** The recorded values are of a second implementation, in Python, of SplitMix64 and of Java's bounded numbers. */
final class SeedsTest {
    @Test
    void areTheRecordedOnes() {
        assertThat(Seeds.of(211, Purpose.INITIALIZE, 0)).isEqualTo(-7345755440350794253L);
        assertThat(Seeds.of(211, Purpose.SHUFFLE, 0, 0)).isEqualTo(6246570200879145705L);
        assertThat(Seeds.of(211, Purpose.SHUFFLE, 3, 1)).isEqualTo(-8509396903219281461L);
        assertThat(Seeds.of(211, Purpose.SHARD)).isEqualTo(7378682807822551514L);
        assertThat(Seeds.of(211, Purpose.DROPOUT, 1, 999)).isEqualTo(8683999519678428808L);
        assertThat(Seeds.of(1, Purpose.VALIDATION, 9)).isEqualTo(-1490494968849811564L);
        assertThat(Seeds.of(1, Purpose.DRAW, 2, 7)).isEqualTo(4966162098170395492L);
        assertThat(Seeds.of(-1, Purpose.AUGMENT, 0, 59_999)).isEqualTo(-5138101568932624923L);
        assertThat(Seeds.of(0, Purpose.CORRUPT)).isEqualTo(-1978999868185153243L);
    }

    @Test
    void permutationsAreTheRecordedOnes() throws NoSuchAlgorithmException {
        assertThat(Seeds.permutation(12, Seeds.stream(211, Purpose.SHUFFLE, 3, 1)))
                .containsExactly(11, 3, 7, 10, 6, 2, 4, 9, 0, 1, 5, 8);
        assertThat(Seeds.permutation(10, Seeds.stream(211, Purpose.SHARD)))
                .containsExactly(4, 3, 7, 6, 8, 0, 1, 2, 9, 5);
        ByteBuffer large = ByteBuffer.allocate(60_000 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        large.asIntBuffer().put(Seeds.permutation(60_000, Seeds.stream(211, Purpose.SHARD)));
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(large.array())))
                .isEqualTo("6a1d664e68b93ed78e4ab944405f08da2be273dd44dd722e17430d21377ddbf4");
    }

    @Test
    void aPermutationHasEveryNumberOnce() {
        for (int size = 0; size < 200; size++) {
            assertThat(Seeds.permutation(size, new SplittableRandom(size)))
                    .containsExactlyInAnyOrder(IntStream.range(0, size).toArray());
        }
    }

    @Test
    void everyPermutationIsAsLikelyAsTheOthers() {
        int[] counts = new int[27];
        int draws = 60_000;
        for (int i = 0; i < draws; i++) {
            int[] order = Seeds.permutation(3, Seeds.stream(i, Purpose.SHUFFLE));
            counts[9 * order[0] + 3 * order[1] + order[2]]++;
        }
        // The deviation of a count is √(60,000 · 1/6 · 5/6) = 91.
        assertThat(IntStream.of(counts).filter(count -> count > 0)).hasSize(6).allSatisfy(count -> assertThat(count)
                .isCloseTo(draws / 6, within(400)));
    }

    @Test
    void everyAddressHasASeedOfItsOwn() {
        Set<Long> seeds = new HashSet<>();
        int addresses = 0;
        for (Purpose purpose : Purpose.values()) {
            for (long seed = -2; seed <= 2; seed++) {
                seeds.add(Seeds.of(seed, purpose));
                addresses++;
                for (long first = 0; first < 30; first++) {
                    seeds.add(Seeds.of(seed, purpose, first));
                    addresses++;
                    for (long second = 0; second < 30; second++) {
                        seeds.add(Seeds.of(seed, purpose, first, second));
                        addresses++;
                    }
                }
            }
        }
        assertThat(seeds).hasSize(addresses);
    }
}
