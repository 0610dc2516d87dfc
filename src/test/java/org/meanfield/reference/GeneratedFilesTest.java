package org.meanfield.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are made from the code are as the code makes them; {@link GeneratedFiles#COMMAND} writes them. */
final class GeneratedFilesTest {
    static Iterable<Map.Entry<Path, String>> files() {
        return GeneratedFiles.contents().entrySet();
    }

    @ParameterizedTest
    @MethodSource("files")
    void areAsTheCodeMakesThem(Map.Entry<Path, String> file) throws IOException {
        if (Boolean.getBoolean("meanfield.generate")) {
            Files.writeString(file.getKey(), file.getValue());
        }
        String there = Files.exists(file.getKey()) ? Files.readString(file.getKey()) : "";
        assertThat(there)
                .as("%s is stale; write it anew: %s", file.getKey(), GeneratedFiles.COMMAND)
                .isEqualTo(file.getValue());
    }
}
