package org.meanfield;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.meanfield.testing.Program;
import org.meanfield.testing.Submit;

/** What a command came to, run in this process. */
record CommandRun(int code, String out, String err) {
    /** Returns the line of JSON of a command that must have ended well. */
    JsonNode json() {
        return Submit.json(new Program.Result(code, out, err));
    }

    static CommandRun of(String... arguments) {
        PrintStream processOut = System.out;
        PrintStream processErr = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (PrintStream capturedOut = new PrintStream(out, true, StandardCharsets.UTF_8);
                PrintStream capturedErr = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            System.setOut(capturedOut);
            System.setErr(capturedErr);
            int code = Main.run(arguments);
            return new CommandRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(processOut);
            System.setErr(processErr);
        }
    }
}
