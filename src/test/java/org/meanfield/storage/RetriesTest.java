package org.meanfield.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RetriesTest {
    private static final Retries FOUR =
            new Retries(4, Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofSeconds(60));

    /** A clock that only sleeping moves on; chance is always a half. */
    private static final class Still implements Retries.Pace {
        private final List<Long> slept = new ArrayList<>();

        @Override
        public long nanos() {
            return slept.stream().mapToLong(millis -> millis * 1_000_000).sum();
        }

        @Override
        public double chance() {
            return 0.5;
        }

        @Override
        public void sleep(Duration time) {
            slept.add(time.toMillis());
        }
    }

    /** An answer of the AWS SDK. */
    static final class Status extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int code;

        Status(int code) {
            this.code = code;
        }

        @SuppressWarnings("unused") // as the SDK's is, by its name
        public int getStatusCode() {
            return code;
        }
    }

    private final Still clock = new Still();

    @AfterEach
    void forget() {
        Retries.forgetFailures();
    }

    @Test
    void waitsTwiceAsLongEachTimeAndLessByChance() throws IOException {
        assertThat(FOUR.make("s", "read x", failing(3), clock)).isEqualTo("done");
        assertThat(clock.slept).containsExactly(75L, 150L, 225L); // three quarters of 100, 200 and at most 300
        assertThat(FOUR.pause(1, 0)).hasMillis(100);
        assertThat(FOUR.pause(1, 1)).hasMillis(50);
    }

    @Test
    void endsAfterSoManyAttempts() {
        Deque<IOException> failures = failures(9);
        assertThatThrownBy(() -> FOUR.make("s", "read x", answering(failures), clock))
                .isInstanceOf(SocketException.class);
        assertThat(failures).hasSize(5);
    }

    @Test
    void endsWhenPatienceDoes() {
        Retries patient = new Retries(100, Duration.ofSeconds(8), Duration.ofSeconds(8), Duration.ofSeconds(20));
        Deque<IOException> failures = failures(100);
        assertThatThrownBy(() -> patient.make("s", "read x", answering(failures), clock))
                .isInstanceOf(SocketException.class);
        assertThat(clock.slept).containsExactly(6000L, 6000L, 6000L); // a fourth would end after 24 s
    }

    @Test
    void aStoreThatHasFailedIsAskedOnceUntilItAnswers() throws IOException {
        assertThatThrownBy(() -> FOUR.make("s", "read x", failing(9), clock)).isInstanceOf(SocketException.class);
        Deque<IOException> failures = failures(2);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> FOUR.make("s", "read x", answering(failures), clock))
                    .isInstanceOf(SocketException.class);
        }
        assertThat(FOUR.make("another", "read x", failing(1), clock)).isEqualTo("done");
        assertThat(FOUR.make("s", "read x", answering(failures), clock)).isEqualTo("done");
        assertThat(FOUR.make("s", "read x", failing(1), clock)).isEqualTo("done");
    }

    @Test
    void anInterruptEndsTheWait() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> FOUR.make("s", "read x", failing(1)))
                .isInstanceOf(InterruptedIOException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void hadoopsConfigurationSetsThem() {
        Configuration hadoop = new Configuration(false);
        hadoop.setInt("meanfield.store.attempts", 5);
        hadoop.setInt("meanfield.store.patience-ms", 7000);
        assertThat(Retries.of(hadoop).attempts()).isEqualTo(5);
        assertThat(Retries.of(hadoop).patience()).hasSeconds(7);
    }

    @ParameterizedTest
    @MethodSource("passing")
    void mayPass(IOException e) {
        assertThat(StoreErrors.mayPass(e)).isTrue();
    }

    static Stream<IOException> passing() {
        return Stream.of(
                new SocketException("Connection reset"),
                new ConnectException("Connection refused"),
                new SocketTimeoutException("Read timed out"),
                new EOFException("it ended after 3 of 5 bytes"),
                new IOException("putObject", new Status(500)),
                new IOException("putObject", new Status(503)),
                new IOException("putObject", new Status(429)),
                new IOException("putObject", new Status(408)),
                new RemoteException("org.apache.hadoop.ipc.StandbyException", "not active"));
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void cannotPass(IOException e) {
        assertThat(StoreErrors.mayPass(e)).isFalse();
        List<String> attempts = new ArrayList<>();
        assertThatThrownBy(() -> FOUR.make(
                        "s",
                        "read x",
                        () -> {
                            attempts.add("one");
                            throw e;
                        },
                        clock))
                .isSameAs(e);
        assertThat(attempts).hasSize(1);
    }

    static Stream<IOException> lasting() {
        return Stream.of(
                new FileNotFoundException("x"),
                new AccessDeniedException("x", null, "Forbidden"),
                new AccessControlException("x"),
                new UnknownHostException("nohost.invalid"),
                new SSLHandshakeException("unable to find valid certification path"),
                new InterruptedIOException("interrupted"),
                new IOException("getObject", new Status(403)),
                new IOException("bucket", new Status(404)),
                new IOException("head", new Status(400)),
                new RemoteException(AccessControlException.class.getName(), "Permission denied"),
                new IOException("No space left on device"));
    }

    @Test
    void settingsOfAUserStay() {
        Configuration hadoop = new Configuration();
        hadoop.addResource("core-default.xml");
        hadoop.set("fs.s3a.retry.limit", "7");
        Configuration ours = StoreSettings.of(hadoop);
        assertThat(ours.get("fs.s3a.retry.limit")).isEqualTo("7");
        assertThat(ours.get("fs.s3a.retry.throttle.limit")).isEqualTo("3"); // Hadoop's 20 would be a day
    }

    private static Retries.Attempt<String> failing(int times) {
        return answering(failures(times));
    }

    private static Retries.Attempt<String> answering(Deque<IOException> failures) {
        return () -> {
            if (!failures.isEmpty()) {
                throw failures.pop();
            }
            return "done";
        };
    }

    private static Deque<IOException> failures(int times) {
        Deque<IOException> failures = new ArrayDeque<>();
        for (int i = 0; i < times; i++) {
            failures.add(new SocketException("Connection reset"));
        }
        return failures;
    }
}
