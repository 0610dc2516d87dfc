package org.meanfield.job.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meanfield.config.InvalidInputException;
import org.meanfield.job.common.Existing;

final class ExistingRunTest {
    @Test
    void settingsResumeWhereThereIsSomething() {
        assertThat(ExistingRun.configured("", Optional.empty())).isEqualTo(Existing.REFUSE);
        assertThat(ExistingRun.configured("auto", Optional.empty())).isEqualTo(Existing.RESUME_OR_START);
        assertThat(ExistingRun.configured("", Optional.of("auto"))).isEqualTo(Existing.RESUME_OR_START);
    }

    @Test
    void namesTheSettingThatIsWrong() {
        assertThatThrownBy(() -> ExistingRun.configured("yes", Optional.of("auto")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("spark.meanfield.resume is yes but must be auto");
        assertThatThrownBy(() -> ExistingRun.configured("", Optional.of("always")))
                .hasMessage("MEANFIELD_RESUME is always but must be auto");
    }
}
