package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.junit.jupiter.api.Test;
import org.meanfield.testing.LocalSpark;

final class BroadcastsTest {
    private final List<Broadcast<String>> sent = new ArrayList<>();

    @Test
    void whatWasSentIsGoneAfterwardsAlsoWhereTheWorkFails() {
        String got = Broadcasts.use(LocalSpark.context(), "one", broadcast -> {
            sent.add(broadcast);
            return broadcast.value();
        });
        assertThatThrownBy(() -> Broadcasts.use(LocalSpark.context(), "two", broadcast -> {
                    sent.add(broadcast);
                    throw new IllegalStateException(broadcast.value() + " failed");
                }))
                .hasMessage("two failed");

        assertThat(got).isEqualTo("one");
        assertThat(sent).hasSize(2).allSatisfy(broadcast -> assertThatThrownBy(broadcast::value)
                .hasMessageContaining("after it was destroyed"));
    }
}
