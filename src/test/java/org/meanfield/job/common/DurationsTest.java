package org.meanfield.job.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DurationsTest {
    @ParameterizedTest
    @CsvSource({"0, 0:00", "5.4, 0:05", "59.6, 1:00", "65, 1:05", "3599, 59:59", "3600, 1:00:00", "45296, 12:34:56"})
    void durationsAreInHoursMinutesAndSeconds(double seconds, String text) {
        assertThat(Durations.text(seconds)).isEqualTo(text);
    }
}
