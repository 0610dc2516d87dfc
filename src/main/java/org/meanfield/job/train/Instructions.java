package org.meanfield.job.train;

import java.util.Optional;
import org.meanfield.model.InstructionSet;
import org.meanfield.model.NativeLibrary;

/** The choices of {@code instruction-set}. */
public enum Instructions {
    /** The widest of each executor's processor, which must be the same on all. */
    NATIVE(Optional.empty()),
    /** {@link InstructionSet#AVX2} everywhere. */
    AVX2(Optional.of(InstructionSet.AVX2)),
    /** {@link InstructionSet#AVX512} everywhere. */
    AVX512(Optional.of(InstructionSet.AVX512));

    private final Optional<InstructionSet> pinned;

    Instructions(Optional<InstructionSet> pinned) {
        this.pinned = pinned;
    }

    /** Returns the set that every executor must use; empty for its widest. */
    public Optional<InstructionSet> pinned() {
        return pinned;
    }

    /** Loads the native libraries of this process. */
    public void load() {
        NativeLibrary.load(pinned.orElseGet(InstructionSet::widest));
    }
}
