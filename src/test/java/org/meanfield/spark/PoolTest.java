package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PoolTest {
    private final List<String> made = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private final Pool<String, String> pool = new Pool<>(this::make, closed::add);

    @Test
    void aThingIsUsedAgainForItsKind() throws InterruptedException {
        assertThat(use("a")).isEqualTo("a1");
        assertThat(use("a")).isEqualTo("a1");
        assertThat(closed).isEmpty();
    }

    @Test
    void twoKindsCanTakeTurns() throws InterruptedException {
        for (int turn = 0; turn < 3; turn++) {
            assertThat(use("a")).isEqualTo("a1");
            assertThat(use("b")).isEqualTo("b2");
        }
        assertThat(closed).isEmpty();
    }

    @Test
    void whatHasBeenIdleForLongestIsClosedBeyondTwiceTheMostInUse() throws InterruptedException {
        use("a");
        use("b");
        use("a");
        use("c");
        assertThat(closed).containsExactly("b2");
        assertThat(use("a")).isEqualTo("a1");
        assertThat(use("b")).isEqualTo("b4");
        assertThat(closed).containsExactly("b2", "c3");
    }

    @Test
    void asManyMoreAreKeptAsWereInUseAtOnce() throws InterruptedException {
        String both = pool.use("a", first -> pool.use("a", second -> first + second));
        assertThat(both).isEqualTo("a1a2");
        use("b");
        use("c");
        assertThat(closed).isEmpty();
        use("d");
        // The inner one was given back first.
        assertThat(closed).containsExactly("a2");
    }

    @Test
    void whatFailedIsClosed() throws InterruptedException {
        assertThatThrownBy(() -> pool.use("a", thing -> {
                    throw new IllegalStateException("Out of luck");
                }))
                .hasMessage("Out of luck");
        assertThat(closed).containsExactly("a1");
        assertThat(use("a")).isEqualTo("a2");
    }

    private String use(String kind) throws InterruptedException {
        return pool.use(kind, thing -> thing);
    }

    private String make(String kind) {
        made.add(kind);
        return kind + made.size();
    }
}
