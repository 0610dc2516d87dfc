package org.meanfield.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.meanfield.config.Check;

/** The vector instruction set of the native libraries. Results differ in bits between sets. */
public enum InstructionSet {
    /** 256-bit vectors. */
    AVX2(List.of("avx2", "fma"), "Haswell", "AVX2"),
    /** 512-bit vectors, as of Skylake-X. */
    AVX512(List.of("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"), "SkylakeX", "AVX512_CORE");

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private final List<String> flags;
    private final String openBlasCore;
    private final String oneDnnIsa;

    InstructionSet(List<String> flags, String openBlasCore, String oneDnnIsa) {
        this.flags = flags;
        this.openBlasCore = openBlasCore;
        this.oneDnnIsa = oneDnnIsa;
    }

    /**
     * Returns the widest set of this machine's processor.
     *
     * @throws IllegalStateException if it supports neither
     */
    public static InstructionSet widest() {
        return widestOf(readCpuInfo());
    }

    static InstructionSet widestOf(String cpuInfo) {
        String flags = cpuInfo.lines()
                .filter(line -> line.startsWith("flags"))
                .findFirst()
                .orElse("");
        Set<String> present = Set.copyOf(Arrays.asList(flags.split("\\s+")));
        if (present.containsAll(AVX512.flags)) {
            return AVX512;
        }
        if (present.containsAll(AVX2.flags)) {
            return AVX2;
        }
        throw new IllegalStateException("This processor has neither AVX2 nor AVX-512, which the native libraries need");
    }

    private static String readCpuInfo() {
        try {
            return Files.readString(CPU_INFO);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + CPU_INFO + ", which lists the processor's features", e);
        }
    }

    /**
     * Checks that a processor whose widest set is {@code widest} has this one.
     *
     * @throws org.meanfield.config.InvalidInputException if not
     */
    void requireOn(InstructionSet widest) {
        Check.that(
                compareTo(widest) <= 0,
                "instruction-set",
                label(),
                "supported by the processor, at most " + widest.label());
    }

    /** Returns the set with that {@link #label()}. */
    public static InstructionSet of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    /** Returns the name in settings and tables, such as {@code avx512}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** OpenBLAS's core type whose kernels run on all processors of this set, so that they give the same bits. */
    String openBlasCore() {
        return openBlasCore;
    }

    /** oneDNN's instruction set limit, for the same reason. */
    String oneDnnIsa() {
        return oneDnnIsa;
    }
}
