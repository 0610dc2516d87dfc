package org.meanfield.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.factory.Nd4j;

@Timeout(30)
final class OwnThreadTest {
    /** As the thread of a task is when Spark kills it. */
    @Test
    void whoIsInterruptedTakesTheWorkAlong() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (OwnThread thread = new OwnThread()) {
            Thread task = Thread.currentThread();
            Thread killer = new Thread(() -> {
                try {
                    begun.await();
                    task.interrupt();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            killer.start();
            assertThatThrownBy(() -> thread.run(() -> {
                        begun.countDown();
                        try {
                            while (true) {
                                OwnThread.checkInterrupted();
                                Thread.onSpinWait();
                            }
                        } finally {
                            ended.countDown();
                        }
                    }))
                    .isInstanceOf(InterruptedException.class);

            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(thread.run(Thread::interrupted)).as("for the next work").isFalse();
        }
    }

    @Test
    void itsWorkspacesGoWithIt() throws Exception {
        OwnThread thread = new OwnThread();
        MemoryWorkspace workspace = thread.run(() -> Nd4j.getWorkspaceManager()
                .createNewWorkspace(
                        WorkspaceConfiguration.builder().initialSize(4096).build(), "OWN_THREAD_TEST"));
        assertThat(workspace.getCurrentSize()).isGreaterThanOrEqualTo(4096);

        thread.close();

        while (workspace.getCurrentSize() > 0) { // until the timeout
            Thread.sleep(5);
        }
    }
}
