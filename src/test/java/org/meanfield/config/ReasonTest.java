package org.meanfield.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

final class ReasonTest {
    @Test
    void theFirstLineThatSaysSomethingIsTold() {
        assertThat(Reason.line(new IOException("disk full"))).isEqualTo("disk full");
        assertThat(Reason.line(new IOException("\n  Job aborted: lost task 0\n\tat a.b.C")))
                .isEqualTo("Job aborted: lost task 0");
    }

    @Test
    void aMessageOfOursIsToldWhole() {
        assertThat(Reason.line(new InvalidInputException("/a\nb/x is a folder but must be a file")))
                .isEqualTo("/a\\nb/x is a folder but must be a file");
        assertThat(Reason.line(new UncheckedIOException("Cannot read /a\n\nb: why", new IOException("why"))))
                .isEqualTo("Cannot read /a\\n\\nb: why");
    }

    @Test
    void ofAnotherLibrarysOnlyTheTraceIsLeftOut() {
        assertThat(Reason.line(new IOException("File /a\nb does not exist"))).isEqualTo("File /a\\nb does not exist");
        assertThat(Reason.line(new IOException("lost task 0: x.Y: why\n\tat a.b.C(D.java:1)\n\nDriver stacktrace:")))
                .isEqualTo("lost task 0: x.Y: why");
    }

    @Test
    void whatSaysNothingIsToldByItsKind() {
        assertThat(Reason.line(new EOFException())).isEqualTo("EOFException");
        assertThat(Reason.line(new IOException(" \n"))).isEqualTo("IOException");
    }

    @Test
    void ofAWrappedFailureTheOneMeantForAUserIsTaken() {
        Throwable meant = new InvalidInputException("path is /a but must be a folder", new IOException("why"));
        assertThat(Reason.of(new IllegalStateException("Job aborted", new RuntimeException(meant))))
                .isSameAs(meant);
        Throwable unreadable = new UncheckedIOException("Cannot read /a: why", new IOException("why"));
        assertThat(Reason.of(new IllegalStateException("Job aborted", unreadable)))
                .isSameAs(unreadable);
        Throwable other = new IllegalStateException("Job aborted", new RuntimeException("a bug"));
        assertThat(Reason.of(other)).isSameAs(other);
    }
}
