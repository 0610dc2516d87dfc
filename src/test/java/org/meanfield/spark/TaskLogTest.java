package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;
import org.meanfield.config.InvalidInputException;

final class TaskLogTest {
    private static final String LOST = "Lost task 0.0 in stage 0.0 (TID 0) (10.0.0.7 executor 1): ";
    private static final String TRACE = "\n\tat org.meanfield.Somewhere.call(Somewhere.java:1)\n";

    @Test
    void wrongInputIsToldOnceAndABugKeepsItsTrace() {
        assertThat(scheduler(LOST + new InvalidInputException("x is 1 but must be 2") + TRACE))
                .isEqualTo(TaskLog.Verdict.DROP);
        assertThat(scheduler(LOST + "java.lang.IllegalStateException: A learner failed" + TRACE + "Caused by: "
                        + new InvalidInputException("x is 1 but must be 2") + TRACE))
                .isEqualTo(TaskLog.Verdict.DROP);
        assertThat(scheduler("Task 0 in stage 0.0 failed 4 times; aborting job"))
                .isEqualTo(TaskLog.Verdict.DROP);
        assertThat(scheduler(LOST + new IllegalStateException("half a step") + TRACE))
                .isEqualTo(TaskLog.Verdict.KEEP);
        assertThat(scheduler(LOST + "TaskKilled (Stage cancelled)")).isEqualTo(TaskLog.Verdict.DROP);
    }

    @Test
    void aFileThatCannotBeReadIsOneLineEachTime() {
        UncheckedIOException lost = new UncheckedIOException("Cannot read /a", new IOException("away"));

        assertThat(scheduler(LOST + lost + TRACE)).isEqualTo(TaskLog.Verdict.FIRST_LINE);
        assertThat(executor(lost)).isEqualTo(TaskLog.Verdict.DROP);
    }

    @Test
    void anExecutorInThisProcessDoesNotSayWhatTheSchedulerSays() {
        assertThat(executor(new InvalidInputException("x is 1 but must be 2"))).isEqualTo(TaskLog.Verdict.DROP);
        assertThat(executor(new IllegalStateException("failed", new InvalidInputException("x is 1 but must be 2"))))
                .isEqualTo(TaskLog.Verdict.DROP);
        assertThat(executor(new IllegalStateException("half a step"))).isEqualTo(TaskLog.Verdict.KEEP);
    }

    /** As Spark 3.5 logs it, on the driver and then on the executor, when the start takes longer than a heartbeat. */
    @Test
    void heartbeatsBeforeTheBlockManagerIsRegisteredAreNotLogged() {
        Throwable early = thrownIn("org.apache.spark.storage.BlockManagerMasterEndpoint", "register");

        assertThat(executor(early)).isEqualTo(TaskLog.Verdict.DROP);
        assertThat(executor(new IllegalStateException("Exception thrown in awaitResult: ", early)))
                .isEqualTo(TaskLog.Verdict.DROP);
    }

    @Test
    void otherIgnoredErrorsKeepTheirTraces() {
        String endpoint = "org.apache.spark.storage.BlockManagerMasterEndpoint";
        assertThat(executor(thrownIn(endpoint, "removeBlockManager"))).isEqualTo(TaskLog.Verdict.KEEP);
        assertThat(executor(thrownIn("org.apache.spark.HeartbeatReceiver", "register")))
                .isEqualTo(TaskLog.Verdict.KEEP);
        Throwable untraced = new NullPointerException();
        untraced.setStackTrace(new StackTraceElement[0]);
        assertThat(executor(untraced)).isEqualTo(TaskLog.Verdict.KEEP);
    }

    private static Throwable thrownIn(String type, String method) {
        Throwable thrown = new NullPointerException("Cannot invoke executorId() because it is null");
        thrown.setStackTrace(new StackTraceElement[] {
            new StackTraceElement(type, type.replace('.', '$') + "$$" + method, "Some.scala", 677),
            new StackTraceElement("org.apache.spark.rpc.netty.Inbox", "process", "Inbox.scala", 100)
        });
        return thrown;
    }

    @Test
    void traceKeepsEverything() {
        TaskLog.keepAll(true);
        try {
            UncheckedIOException lost = new UncheckedIOException("Cannot read /a", new IOException("away"));
            assertThat(scheduler(LOST + lost + TRACE)).isEqualTo(TaskLog.Verdict.KEEP);
            assertThat(executor(lost)).isEqualTo(TaskLog.Verdict.KEEP);
            assertThat(executor(new InvalidInputException("x is 1 but must be 2")))
                    .isEqualTo(TaskLog.Verdict.KEEP);
            assertThat(scheduler("Task 0 in stage 0.0 failed 4 times; aborting job"))
                    .isEqualTo(TaskLog.Verdict.KEEP);
        } finally {
            TaskLog.keepAll(false);
        }
    }

    private static TaskLog.Verdict scheduler(String message) {
        return TaskLog.verdict(Log4jLogEvent.newBuilder()
                .setMessage(new SimpleMessage(message))
                .build());
    }

    private static TaskLog.Verdict executor(Throwable thrown) {
        return TaskLog.verdict(Log4jLogEvent.newBuilder()
                .setMessage(new SimpleMessage("Exception in task 0.0 in stage 0.0 (TID 0)"))
                .setThrown(thrown)
                .build());
    }
}
