package org.meanfield.model;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.util.Optional;

/**
 * The environment of this process as native libraries read it when they are loaded. {@link System#getenv} has that of the
 * process's start.
 */
public final class Environment {
    private Environment() {}

    /** Sets a variable. */
    public static void set(String name, String value) {
        LibC.INSTANCE.setenv(name, value, 1);
    }

    /** Returns a variable, unless there is none. */
    public static Optional<String> get(String name) {
        return Optional.ofNullable(LibC.INSTANCE.getenv(name));
    }

    private interface LibC extends Library {
        LibC INSTANCE = Native.load("c", LibC.class);

        int setenv(String name, String value, int overwrite);

        String getenv(String name);
    }
}
