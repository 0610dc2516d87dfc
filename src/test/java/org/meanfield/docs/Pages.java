package org.meanfield.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The documentation in Markdown, and the program's sources that it speaks of. */
final class Pages {
    static final Path README = Path.of("README.md");
    static final Path DOCS = Path.of("docs");
    static final Path MAIN = Path.of("src/main/java");

    private Pages() {}

    /** Returns every page of Markdown that a reader is sent to. */
    static List<Path> all() throws IOException {
        try (Stream<Path> docs = Files.list(DOCS)) {
            return Stream.concat(
                            Stream.of(README, Path.of("CHANGELOG.md"), Path.of(".github/CONTRIBUTING.md")),
                            docs.filter(page -> page.toString().endsWith(".md")))
                    .sorted()
                    .toList();
        }
    }

    /** Returns the text of each source file of the program. */
    static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(Pages::read)
                    .toList();
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the part of a page under a heading of the second level. */
    static String section(Path page, String heading) {
        String text = read(page);
        int start = text.indexOf("\n## " + heading + "\n");
        if (start < 0) {
            throw new IllegalArgumentException("%s has no heading %s".formatted(page, heading));
        }
        int end = text.indexOf("\n## ", start + 1);
        return text.substring(start, end < 0 ? text.length() : end);
    }
}
