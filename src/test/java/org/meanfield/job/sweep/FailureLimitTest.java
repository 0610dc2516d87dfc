package org.meanfield.job.sweep;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meanfield.sweep.TrialResult;
import org.meanfield.tables.RunStatus;

final class FailureLimitTest {
    private FailureLimit failures;

    @BeforeEach
    void create() {
        failures = new FailureLimit(0);
    }

    @Test
    void theThirdFailureInARowForOneReasonEndsTheSweep() {
        failures.add(ended("0000000a", RunStatus.FAILED, "Cannot write /out/0000000a: no space left"));
        failures.add(ended("0000000b", RunStatus.FAILED, "Cannot write /out/0000000b: no space left"));
        assertThatThrownBy(() ->
                        failures.add(ended("0000000c", RunStatus.FAILED, "Cannot write /out/0000000c: no space left")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("3 trials in a row failed for the same reason: Cannot write /out/0000000c: no space left");
    }

    @Test
    void otherReasonsAndOtherEndsBreakTheRow() {
        failures.add(ended("0000000a", RunStatus.FAILED, "one"));
        failures.add(ended("0000000b", RunStatus.FAILED, "one"));
        failures.add(ended("0000000c", RunStatus.FAILED, "other"));
        failures.add(ended("0000000d", RunStatus.FAILED, "one"));
        failures.add(ended("0000000e", RunStatus.FAILED, "one"));
        failures.add(ended("0000000f", RunStatus.DIVERGED, "one"));
        failures.add(ended("0000000g", RunStatus.FAILED, "one"));
        failures.add(ended("0000000h", RunStatus.FAILED, "one"));
        assertThatThrownBy(() -> failures.add(ended("0000000i", RunStatus.FAILED, "one")))
                .hasMessageEndingWith("for the same reason: one");
    }

    @Test
    void maxFailuresEndsTheSweepWhateverTheReasons() {
        FailureLimit two = new FailureLimit(2);
        two.add(ended("0000000a", RunStatus.FAILED, "one"));
        two.add(ended("0000000b", RunStatus.DIVERGED, "NaN"));
        assertThatThrownBy(() -> two.add(ended("0000000c", RunStatus.FAILED, "other")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("2 trials failed, and max-failures is 2; the last: other");
    }

    private static TrialOutcome ended(String trial, RunStatus status, String reason) {
        return new TrialOutcome(status, new TrialResult(trial, 1, Double.NaN), reason);
    }
}
