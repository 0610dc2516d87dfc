package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.testing.LocalSpark;

/** What Spark contexts are opened with. */
final class SessionsTest {
    @Test
    void aLocalMasterIsNotSentTheJars(@TempDir Path folder) throws IOException {
        Path jar = folder.resolve("some.jar");
        new JarOutputStream(Files.newOutputStream(jar)).close();

        try (JavaSparkContext context = LocalSpark.another("spark.jars", jar.toString())) {
            assertThat(context.sc().listJars().isEmpty()).isTrue();
            assertThat(context.getConf().contains("spark.jars")).isFalse();
        }
    }
}
