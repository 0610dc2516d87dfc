package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.testing.PictureFolder;
import org.meanfield.testing.Program;

/** File names where the locale's encoding is not UTF-8, each in a process of its own: Java asks for it at its start. */
final class EncodingTest {
    private static final String JOB =
            """
            name: pictures
            data: {type: image-folder, path: %s, height: 6, width: 7}
            model: {type: mlp, hidden: [8]}
            train: {workers: 1, epochs: 1, optimizer: {type: sgd, learning-rate: 0.1}}
            """;

    @TempDir
    private Path folder;

    private Path job;

    @BeforeEach
    void writeJob() throws IOException {
        job = Files.writeString(folder.resolve("job.yaml"), JOB.formatted(folder.resolve("data")));
        for (String name : List.of("ant", "bee")) {
            PictureFolder.write(folder.resolve("data").resolve(name), 10, 20);
        }
    }

    @Test
    void asciiNamesNeedNoUtf8() {
        Program.Result run = summary("C");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("2 classes");
    }

    /** Else its pictures would be left out in silence. */
    @Test
    void aClassThatTheLocaleCannotNameIsRefused() throws IOException {
        PictureFolder.write(folder.resolve("ant"), 10, 20);
        shell("mv ant data/$'caf\\xc3\\xa9'");

        Program.Result run = summary("C");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .hasLineCount(1)
                .startsWith("meanfield: the locale's encoding is ANSI_X3.4-1968 but must be UTF-8, which ")
                .contains("/data/caf")
                .endsWith(" needs: set LC_ALL=C.UTF-8 (for executors --conf spark.executorEnv.LC_ALL=C.UTF-8)\n");
        assertThat(summary("C.UTF-8").out()).contains("3 classes");
    }

    /** As an archive of another age unpacks it. */
    @Test
    void aNameThatIsNotUtf8IsRefused() throws IOException {
        PictureFolder.write(folder.resolve("ant"), 10, 20);
        shell("mv ant data/$'caf\\xe9'");

        Program.Result run = summary("C.UTF-8");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo(
                        "meanfield: file name is %s/data/caf� but must be UTF-8: rename the file\n".formatted(folder));
    }

    @Test
    void aPathThatTheLocaleCannotNameIsRefused() {
        Program.Result run = summary("C", "--set", "data.path=" + folder + "/café");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains("encoding is ANSI_X3.4-1968 but must be UTF-8");
    }

    private Program.Result summary(String locale, String... options) {
        List<String> command = new ArrayList<>(
                List.of(System.getProperty("java.home") + "/bin/java", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("org.meanfield.Main", "summary", job.toString()));
        command.addAll(List.of(options));
        return Program.run(Map.of("LC_ALL", locale), command);
    }

    /** With bytes that this process, whatever its own locale, could perhaps not write. */
    private void shell(String command) throws IOException {
        Path script = Files.write(
                folder.resolve("script"), "cd \"$1\" && %s".formatted(command).getBytes(StandardCharsets.UTF_8));
        assertThat(Program.run("bash", script.toString(), folder.toString()).code())
                .isZero();
    }
}
