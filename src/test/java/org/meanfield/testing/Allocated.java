package org.meanfield.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** The memory that this thread allocates. */
public final class Allocated {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocated() {}

    /** Returns the bytes that {@code action} allocates. */
    public static long by(Runnable action) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        action.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
