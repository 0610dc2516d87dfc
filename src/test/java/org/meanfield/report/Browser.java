package org.meanfield.report;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium: that of the system property {@code meanfield.browser}, or one on the PATH. */
final class Browser {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final long PATIENCE = 120;

    private final String program;
    private final Path profile;

    private Browser(String program, Path profile) {
        this.program = program;
        this.profile = profile;
    }

    /** Returns the browser; empty if there is none. */
    static Optional<Browser> find(Path profile) {
        Stream<Path> onPath = Arrays.stream(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)));
        return Stream.concat(
                        Optional.ofNullable(System.getProperty("meanfield.browser")).map(Path::of).stream(), onPath)
                .filter(Files::isExecutable)
                .findFirst()
                .map(found -> new Browser(found.toString(), profile));
    }

    /** Returns the processor time that the browser and its processes take to open a page, in seconds; unlike the time on a clock it does not depend on who else is at work. */
    double processorSeconds(Path page) throws InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("bash", "-c", "TIMEFORMAT='%U %S'; time \"$@\" > /dev/null 2> /dev/null", "bash"));
        command.addAll(dumping(page, false));
        String[] seconds = output(command, true).strip().split(" ", -1);
        return Double.parseDouble(seconds[0]) + Double.parseDouble(seconds[1]);
    }

    /** Renders a page and returns its document after its scripts have run. */
    String document(Path page, boolean dark) throws InterruptedException {
        return output(dumping(page, dark), false);
    }

    private List<String> dumping(Path page, boolean dark) {
        List<String> command = new ArrayList<>(List.of(
                program,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--user-data-dir=" + profile,
                "--window-size=1600,2000"));
        if (dark) {
            command.add("--blink-settings=preferredColorScheme=0");
        }
        command.addAll(List.of("--dump-dom", page.toUri().toString()));
        return command;
    }

    /** Returns what a command writes to its standard output or its standard error. */
    private String output(List<String> command, boolean error) throws InterruptedException {
        try {
            Path out = Files.createTempFile(profile, "document", ".html");
            ProcessBuilder.Redirect file = ProcessBuilder.Redirect.to(out.toFile());
            Process process = new ProcessBuilder(command)
                    .redirectOutput(error ? ProcessBuilder.Redirect.DISCARD : file)
                    .redirectError(error ? file : ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("The browser does not end: " + command);
            }
            return Files.readString(out, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run " + command, e);
        }
    }
}
