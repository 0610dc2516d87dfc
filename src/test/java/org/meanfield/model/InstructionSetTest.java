package org.meanfield.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.meanfield.config.InvalidInputException;

final class InstructionSetTest {
    private static final String HASWELL = "fpu sse4_2 avx fma bmi1 avx2 bmi2";
    private static final String SKYLAKE_X = HASWELL + " avx512f avx512dq avx512cd avx512bw avx512vl";

    @Test
    void isTheWidestThatTheProcessorHas() {
        assertThat(InstructionSet.widestOf(cpuInfo(HASWELL))).isEqualTo(InstructionSet.AVX2);
        assertThat(InstructionSet.widestOf(cpuInfo(SKYLAKE_X))).isEqualTo(InstructionSet.AVX512);
    }

    @Test
    void aProcessorWithAPartOfAvx512HasAvx2() {
        assertThat(InstructionSet.widestOf(cpuInfo(HASWELL + " avx512f avx512cd avx512er avx512pf")))
                .isEqualTo(InstructionSet.AVX2);
    }

    @Test
    void aFlagMayBeThereTwice() {
        assertThat(InstructionSet.widestOf(cpuInfo(HASWELL + " ibrs ibrs"))).isEqualTo(InstructionSet.AVX2);
    }

    @Test
    void aProcessorWithoutAvx2IsRefused() {
        String expected = "This processor has neither AVX2 nor AVX-512, which the native libraries need";
        assertThatThrownBy(() -> InstructionSet.widestOf(cpuInfo("fpu sse4_2 avx")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(expected);
        assertThatThrownBy(() -> InstructionSet.widestOf("Features : fp asimd")).hasMessage(expected);
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByItsLabel(InstructionSet set) {
        assertThat(InstructionSet.of(set.label())).isEqualTo(set);
        assertThat(set.label()).isEqualTo(set == InstructionSet.AVX2 ? "avx2" : "avx512");
    }

    @Test
    void oneThatTheProcessorLacksIsWrongInput() {
        InstructionSet.AVX2.requireOn(InstructionSet.AVX512);
        InstructionSet.AVX512.requireOn(InstructionSet.AVX512);
        assertThatThrownBy(() -> InstructionSet.AVX512.requireOn(InstructionSet.AVX2))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("instruction-set is avx512 but must be supported by the processor, at most avx2");
    }

    private static String cpuInfo(String flags) {
        return """
                processor\t: 0
                model name\t: avx512f avx512bw avx512cd avx512dq avx512vl
                flags\t\t: %s
                vmx flags\t: vnmi

                processor\t: 1
                flags\t\t: %s
                """
                .formatted(flags, flags);
    }
}
