package org.meanfield.testing;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.meanfield.testing.FaultProxy.Fault;

/** Which requests a {@link FaultProxy} does what to. */
@FunctionalInterface
public interface FaultPlan {
    /** Nothing to none. */
    FaultPlan NONE = (method, path, nth) -> Fault.NONE;

    /** Returns the fault of the request that is the {@code nth} of its method and path, from 0. */
    Fault fault(String method, String path, int nth);

    /** One of the faults that pass, for a share of all requests: the same for the same seed. */
    static FaultPlan passing(long seed, double share) {
        Fault[] kinds = {
            Fault.HALF_ANSWER, Fault.LOST_ANSWER, Fault.RESET, Fault.DELAY, Fault.INTERNAL_ERROR, Fault.SLOW_DOWN
        };
        return (method, path, nth) -> {
            SplittableRandom random =
                    new SplittableRandom(seed ^ (method + " " + path + " " + nth).hashCode() * 0x9E3779B97F4A7C15L);
            return random.nextDouble() < share ? kinds[random.nextInt(kinds.length)] : Fault.NONE;
        };
    }

    /** The same for each request, from the first one on that {@code start} holds for, by its method and path. */
    static FaultPlan forEver(Fault fault, Predicate<String> start) {
        AtomicBoolean begun = new AtomicBoolean();
        return (method, path, nth) -> {
            if (start.test(method + " " + path)) {
                begun.set(true);
            }
            return begun.get() ? fault : Fault.NONE;
        };
    }
}
