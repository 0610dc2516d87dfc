package org.meanfield;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.meanfield.testing.Submit.TINY_JOB;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.testing.ParquetRows;
import org.meanfield.testing.Program;
import org.meanfield.testing.Submit;

/** Keys that a job is given for its store and its cluster are in nothing that it leaves behind. */
@Tag("slow")
final class SecretsIT {
    private static final String KEY = "PlantedKey7fQ2xWv0";
    private static final String TOKEN = "PlantedToken9sLm4Yb1";
    private static final String OF_ENVIRONMENT = "PlantedInEnvironment3Hd8";
    private static final String OF_CLUSTER = "PlantedForCluster5Kp6";
    /** No secret: where it is found, a secret would be. */
    private static final String CANARY = "VisibleCanary2Rt7";

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "AWS_ACCESS_KEY_ID", "PlantedId",
            "AWS_SECRET_ACCESS_KEY", OF_ENVIRONMENT + "Key",
            "AWS_SESSION_TOKEN", OF_ENVIRONMENT + "Token");

    @TempDir
    private Path folder;

    private final Map<String, String> texts = new LinkedHashMap<>();

    @Test
    void noKeyIsInALogATableAPageOrAModel() throws IOException {
        Path output = folder.resolve("out");
        Path events = Files.createDirectory(folder.resolve("events"));
        List<String> options = new ArrayList<>();
        Map.of(
                        "spark.hadoop.fs.s3a.secret.key", KEY,
                        "spark.hadoop.fs.s3a.session.token", TOKEN,
                        "spark.authenticate.secret", OF_CLUSTER,
                        "spark.meanfield.canary", CANARY,
                        "spark.eventLog.enabled", "true",
                        "spark.eventLog.dir", events.toUri().toString())
                .forEach((key, value) -> options.addAll(List.of("--conf", key + "=" + value)));

        run(0, Submit.command("local[2]", options, TINY_JOB, "--output", output, "--export", "--trace"));
        List<String> report = Submit.command("local[2]", options, output.toString());
        report.set(report.indexOf("train"), "report");
        report.remove("--quiet");
        run(0, report);
        run(2, Submit.command("local[2]", options, TINY_JOB, "--output", output, "--trace", "--set", "seed=none"));
        addFiles();

        assertThat(found(CANARY)).singleElement().asString().startsWith(events.toString());
        for (String secret : List.of(KEY, TOKEN, OF_ENVIRONMENT, OF_CLUSTER)) {
            assertThat(found(secret)).as(secret).isEmpty();
        }
        assertThat(texts.keySet())
                .anyMatch(name -> name.endsWith(".html"))
                .anyMatch(name -> name.endsWith("dl4j.zip!configuration.json"))
                .anyMatch(name -> name.endsWith(".parquet"))
                .anyMatch(name -> name.endsWith("manifest.json") && name.contains("/models/"))
                .anyMatch(name -> name.contains("/checkpoints/"));
    }

    private List<String> found(String text) {
        return texts.entrySet().stream()
                .filter(entry -> entry.getValue().contains(text))
                .map(Map.Entry::getKey)
                .toList();
    }

    private void run(int code, List<String> command) {
        Program.Result result = Program.run(ENVIRONMENT, command);
        assertThat(result.code()).as(result.err()).isEqualTo(code);
        texts.put("log " + texts.size(), result.out() + result.err());
    }

    private void addFiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.put(file.toString(), Files.readString(file, ISO_8859_1));
                if (file.toString().endsWith(".zip")) {
                    addEntries(file);
                }
                if (file.toString().endsWith(".parquet")) {
                    texts.put(file.getParent() + " rows", rows(file.getParent()));
                }
            }
        }
    }

    private static String rows(Path table) {
        StringBuilder rows = new StringBuilder();
        for (Group row : ParquetRows.groups(table)) {
            rows.append(row);
        }
        return rows.toString();
    }

    private void addEntries(Path zip) {
        try (InputStream in = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(in)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                texts.put(zip + "!" + entry.getName(), new String(entries.readAllBytes(), UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
