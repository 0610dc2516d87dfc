package org.meanfield;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.meanfield.config.Versions;

/** What is in the application's jar, and what is not. */
final class ShadedJarIT {
    private static final File JAR = new File("target/meanfield.jar");
    private static final File SPARK = new File("target/spark/jars");

    private static Set<String> entries;

    @BeforeAll
    static void read() throws IOException {
        entries = files(JAR);
    }

    /** Of two versions of a class the loader would take any. */
    @Test
    void hasNoClassThatSparkHas() throws IOException {
        Set<String> twice = new HashSet<>();
        for (File jar : SPARK.listFiles()) {
            files(jar).stream()
                    .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
                    .filter(name -> !name.endsWith("module-info.class") && !name.endsWith("package-info.class"))
                    .filter(entries::contains)
                    .forEach(twice::add);
        }

        assertThat(SPARK.listFiles()).hasSizeGreaterThan(100);
        assertThat(twice).isEmpty();
    }

    @Test
    void hasNothingOfSparkHadoopOrScala() {
        assertThat(entries)
                .noneMatch(name -> name.startsWith("org/apache/spark/")
                        || name.startsWith("org/apache/hadoop/")
                        || name.startsWith("scala/"));
    }

    @Test
    void hasNativeLibrariesForLinuxOnX86Only() {
        assertThat(entries.stream()
                        .filter(name -> name.matches(".*\\.(so(\\.\\d+)?|dll|dylib|jnilib)"))
                        .map(name -> name.substring(0, name.lastIndexOf('/')))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "com/sun/jna/linux-x86-64",
                        "org/bytedeco/dnnl/linux-x86_64",
                        "org/bytedeco/javacpp/linux-x86_64",
                        "org/bytedeco/openblas/linux-x86_64",
                        "org/bytedeco/opencl/linux-x86_64",
                        "org/nd4j/linalg/cpu/nativecpu/bindings/linux-x86_64-onednn-avx2",
                        "org/nd4j/linalg/cpu/nativecpu/bindings/linux-x86_64-onednn-avx512");
    }

    /** It is in that of {@code -Ptorch} and of {@code -Pgpu}. */
    @Test
    void hasNothingOfLibtorch() {
        assertThat(entries).noneMatch(name -> name.startsWith("org/bytedeco/pytorch/"));
        assertThat(SPARK.list()).noneMatch(name -> name.contains("pytorch"));
    }

    /** The comments of the merged files are left aside. */
    @Test
    void mergesTheServicesOfItsParts() throws IOException {
        assertThat(service("org.nd4j.linalg.factory.Nd4jBackend"))
                .containsExactly("org.nd4j.linalg.cpu.nativecpu.CpuBackend");
        assertThat(service("org.nd4j.linalg.compression.NDArrayCompressor"))
                .containsExactlyInAnyOrder(
                        "org.nd4j.compression.impl.Gzip",
                        "org.nd4j.compression.impl.NoOp",
                        "org.nd4j.linalg.cpu.nativecpu.compression.CpuThreshold");
    }

    /** The bill of materials (CycloneDX) beside it has the libraries, with Spark's as those that it needs. */
    @Test
    void hasABillOfMaterials() throws IOException {
        File[] found = new File("target").listFiles((folder, name) -> name.endsWith("-cyclonedx.json"));
        assertThat(found).hasSize(1);
        JsonNode bill = new ObjectMapper().readTree(found[0]);
        assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
        Map<String, String> versions = new HashMap<>();
        bill.path("components")
                .forEach(library -> versions.put(
                        library.path("name").asText(), library.path("version").asText()));

        assertThat(versions)
                .containsEntry("deeplearning4j-nn", Versions.of("dl4j"))
                .containsEntry("nd4j-api", Versions.of("nd4j"))
                .containsEntry("spark-core_2.12", sparkVersion())
                .containsKeys("javacpp", "openblas", "picocli", "jna", "jackson-dataformat-yaml")
                .doesNotContainKeys("junit-jupiter-api", "jazzer");
    }

    private static String sparkVersion() {
        String core = "spark-core_2.12-";
        File[] found = SPARK.listFiles((folder, name) -> name.startsWith(core));
        return found[0].getName().substring(core.length()).replace(".jar", "");
    }

    private static Set<String> files(File jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar)) {
            return zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .collect(Collectors.toSet());
        }
    }

    private static List<String> service(String name) throws IOException {
        try (ZipFile zip = new ZipFile(JAR)) {
            byte[] content = zip.getInputStream(zip.getEntry("META-INF/services/" + name))
                    .readAllBytes();
            return new String(content, UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }
}
