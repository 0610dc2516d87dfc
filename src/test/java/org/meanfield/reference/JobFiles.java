package org.meanfield.reference;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.meanfield.config.Names;
import org.meanfield.job.train.TrainJob;
import org.meanfield.train.TrainSettings;

/** The job files of the repository, and the job files and parts of them that its documentation has. */
final class JobFiles {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");

    private JobFiles() {}

    /** Returns the files that are job files. */
    static List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (String folder : List.of("jobs", "jobs/course", "docs")) {
            try (Stream<Path> found = Files.list(Path.of(folder))) {
                found.filter(file -> file.toString().endsWith(".yaml")).sorted().forEach(files::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    /** Returns the YAML blocks of the documentation as whole jobs, by where they begin. */
    static Map<String, String> blocks() {
        Map<String, String> blocks = new LinkedHashMap<>();
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md"), Path.of(".github/CONTRIBUTING.md")));
        try (Stream<Path> found = Files.list(Path.of("docs"))) {
            found.filter(file -> file.toString().endsWith(".md") && !file.endsWith("reference.md"))
                    .sorted()
                    .forEach(pages::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (Path page : pages) {
            String text = read(page);
            for (MatchResult block : BLOCK.matcher(text).results().toList()) {
                long line = text.substring(0, block.start()).lines().count() + 1;
                blocks.put(page + ":" + line, block.group(1));
            }
        }
        return blocks;
    }

    /** Returns the job that a block of YAML is, or that it is a part of: it has keys of a job, or of {@code train:}. */
    static JsonNode whole(String yaml, Examples examples) {
        ObjectNode given = (ObjectNode) Examples.parse(yaml);
        if (given.has("name")) {
            return given;
        }
        if (isOf(given, TrainSettings.class)) {
            ObjectNode job = (ObjectNode) Examples.parse(examples.job(TrainJob.class));
            job.withObject("/train").setAll(given);
            return job;
        }
        ObjectNode job = (ObjectNode) Examples.parse(examples.job(kind(given)));
        job.setAll(given);
        return job;
    }

    /** Returns the kind of job whose keys these are. */
    static Class<? extends Record> kind(JsonNode job) {
        return Catalogue.JOBS.keySet().stream()
                .filter(kind -> isOf(job, kind))
                .findFirst()
                .orElseThrow(() -> new AssertionError("Of no kind of job: " + job));
    }

    private static boolean isOf(JsonNode given, Class<?> record) {
        List<String> keys = Stream.of(record.getRecordComponents())
                .map(component -> Names.kebab(component.getName()))
                .toList();
        for (Iterator<String> names = given.fieldNames(); names.hasNext(); ) {
            if (!keys.contains(names.next())) {
                return false;
            }
        }
        return true;
    }

    static String read(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
