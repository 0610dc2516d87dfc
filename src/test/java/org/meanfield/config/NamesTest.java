package org.meanfield.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NamesTest {
    @ParameterizedTest
    @CsvSource({
        "localSteps,local-steps",
        "name,name",
        "KaimingNormal,kaiming-normal",
        "Vgg11,vgg11",
        "Dl4jParameterAveraging,dl4j-parameter-averaging",
        "SVHNDigits,svhn-digits"
    })
    void areKebabCase(String name, String kebab) {
        assertThat(Names.kebab(name)).isEqualTo(kebab);
    }

    sealed interface Schedule permits CosineSchedule, ScheduleOfSteps, NormalSchedules.Schedule {}

    record CosineSchedule() implements Schedule {}

    record ScheduleOfSteps() implements Schedule {}

    interface NormalSchedules {
        record Schedule() implements NamesTest.Schedule {}
    }

    @Test
    void ofMembersLeaveOutTheirFamilyAtTheEnd() {
        assertThat(Names.members(Schedule.class).keySet()).containsExactly("cosine", "schedule-of-steps", "schedule");
    }

    @Test
    void ofConstantsHaveNoUnderscores() {
        assertThat(Names.of(Sample.Mode.FAN_OUT)).isEqualTo("fan-out");
    }

    @ParameterizedTest
    @CsvSource({
        "bach,batch", // one insertion
        "epohcs,epochs", // two replacements
        "lr,", // nothing like it
        "batches,batch",
        "learningrate,learning-rate"
    })
    void areSuggestedWhenNearEnough(String name, String nearest) {
        assertThat(Names.nearest(name, List.of("batch", "epochs", "learning-rate"))
                        .orElse(null))
                .isEqualTo(nearest);
    }
}
