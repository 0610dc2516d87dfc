package org.meanfield;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.meanfield.model.InstructionSet;
import org.meanfield.model.NativeLibrary;

/** Loads the native maths as the program does, before any test touches ND4J. */
public final class NativeLibraryForTests implements LauncherSessionListener {
    @Override
    public void launcherSessionOpened(LauncherSession session) {
        NativeLibrary.load(InstructionSet.widest());
    }
}
