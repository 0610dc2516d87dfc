package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.internal.config.ConfigEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.testing.Program;

/** The settings in {@code conf} and what {@code deploy} has for Kubernetes, as far as can be checked without a cluster. */
final class ClusterFilesTest {
    private static final YAMLMapper YAML = new YAMLMapper(new YAMLFactory());
    private static final Path KUBERNETES = Path.of("deploy/kubernetes");
    private static final Pattern SETTING = Pattern.compile("^(?:# )?(spark\\.[A-Za-z0-9.*_]+)\\s+\\S");

    /** Of settings that Spark's sources declare; those of Kubernetes, which is no dependency here, are in a file. */
    private static final List<String> DECLARATIONS = List.of(
            "org.apache.spark.internal.config.package$",
            "org.apache.spark.internal.config.UI$",
            "org.apache.spark.internal.config.Network$",
            "org.apache.spark.deploy.yarn.config.package$");

    private static Set<String> published;

    @BeforeAll
    static void readSettings() throws IOException, ClassNotFoundException {
        for (String name : DECLARATIONS) {
            Class.forName(name);
        }
        published = new HashSet<>(Files.readAllLines(Path.of("src/test/resources/kubernetes/settings.txt")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "standalone", "yarn", "kubernetes", "hardened", "gpu"})
    void sparkKnowsEachSettingOfAKindOfCluster(String kind) throws IOException {
        Path folder = Path.of("conf", kind);
        Set<String> unknown = new TreeSet<>();
        int known = 0;
        for (String line : Files.readAllLines(folder.resolve("spark-defaults.conf"))) {
            Matcher setting = SETTING.matcher(line);
            if (setting.find()) {
                known++;
                if (!isKnown(setting.group(1))) {
                    unknown.add(setting.group(1));
                }
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(known).isGreaterThan(5);
        assertThat(folder.resolve("log4j2.properties")).hasSameTextualContentAs(Path.of("conf/log4j2.properties"));
    }

    @ParameterizedTest
    @CsvSource({"application, kubeflow", "application-gpu, kubeflow", "application-apache, apache"})
    void anApplicationHasTheFieldsOfItsOperator(String file, String schema) throws IOException {
        JsonNode application = YAML.readTree(KUBERNETES.resolve(file + ".yaml").toFile());
        JsonNode fields = YAML.readTree(new File("src/test/resources/kubernetes/%s.schema.json".formatted(schema)));
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(fields)
                        .validate(application))
                .isEmpty();
        JsonNode conf = application.path("spec").path("sparkConf");
        assertThat(conf.fieldNames()).toIterable().isNotEmpty().allMatch(ClusterFilesTest::isKnown);
    }

    /** The folders of Spark's image, as its Dockerfile makes them, with what ours copies. */
    @ParameterizedTest
    @CsvSource({"Dockerfile, application", "Dockerfile, application-apache", "Dockerfile.gpu, application-gpu"})
    void eachPathIsInTheImage(String dockerfile, String application, @TempDir Path image) throws IOException {
        for (String path : List.of(
                "opt/entrypoint.sh", "opt/decom.sh", "opt/spark/examples/src/main/scripts/getGpusResources.sh")) {
            Files.createDirectories(image.resolve(path).getParent());
            Files.createFile(image.resolve(path));
        }
        copy(Files.readString(Path.of("deploy", dockerfile)), image);
        List<String> texts = List.of(
                Files.readString(KUBERNETES.resolve(application + ".yaml")),
                Files.readString(Path.of("conf/kubernetes/spark-defaults.conf")));

        Set<String> paths = texts.stream()
                .flatMap(text -> Pattern.compile("(?<![a-z0-9.])/opt/[A-Za-z0-9_./-]+")
                        .matcher(text)
                        .results())
                .map(result -> result.group())
                .collect(Collectors.toSet());
        assertThat(paths)
                .contains("/opt/meanfield/meanfield.jar")
                .allSatisfy(path -> assertThat(image.resolve(path.substring(1))).exists());
        assertThat(Files.readString(image.resolve("opt/meanfield/conf/spark-defaults.conf")))
                .isNotEmpty();
        assertThat(Files.readString(Path.of("deploy", dockerfile))).contains("\nUSER 185\n");
    }

    @Test
    void theRoleIsTheDriversAlone() throws IOException {
        List<JsonNode> parts = new ArrayList<>();
        YAML.readerFor(JsonNode.class)
                .<JsonNode>readValues(KUBERNETES.resolve("rbac.yaml").toFile())
                .forEachRemaining(parts::add);
        assertThat(parts)
                .extracting(part -> part.path("kind").asText())
                .containsExactly("ServiceAccount", "Role", "RoleBinding");
        assertThat(parts)
                .allMatch(
                        part -> part.path("metadata").path("namespace").asText().equals("meanfield"));
        assertThat(parts.get(2).path("roleRef").path("name"))
                .isEqualTo(parts.get(1).path("metadata").path("name"));
        assertThat(parts.get(1).toString()).doesNotContain("*", "secrets");
    }

    @Test
    void executorsHaveOneThreadForMathsAndNoRights() throws IOException {
        JsonNode spec =
                YAML.readTree(KUBERNETES.resolve("executor.yaml").toFile()).path("spec");
        assertThat(spec.path("securityContext").path("runAsUser").asInt()).isEqualTo(185);
        JsonNode container = spec.path("containers").path(0);
        assertThat(container.path("name").asText()).isEqualTo("spark-kubernetes-executor");
        assertThat(container.path("env").toString()).contains("{\"name\":\"OMP_NUM_THREADS\",\"value\":\"1\"}");
        assertThat(container
                        .path("securityContext")
                        .path("allowPrivilegeEscalation")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void submittingWithoutAnOperatorNeedsSpark() {
        assertThat(Program.run("deploy/kubernetes/submit.sh", "https://h:6443", "train", "job.yaml"))
                .isEqualTo(
                        new Program.Result(
                                2,
                                "",
                                "SPARK_HOME is not set but must be the folder of a Spark 3.5 (Scala 2.12) that has Kubernetes\n"));
    }

    private static boolean isKnown(String key) {
        return ConfigEntry.findEntry(key) != null
                || published.contains(key)
                || published.contains(key.replaceAll("\\.[A-Z_]+$", ".*"))
                || key.matches(
                        "spark\\.(master|network\\.crypto\\.saslFallback|meanfield\\.(resume|executorWait)|hadoop\\..+|metrics\\.conf\\..+)")
                || key.matches(
                        "spark\\.(driver|executor|worker|task)\\.resource\\.gpu\\.(amount|vendor|discoveryScript)")
                || key.startsWith("spark.executorEnv.")
                || key.matches("spark\\.ssl\\.ui\\.(enabled|keyStore|keyStoreType|keyStorePassword)");
    }

    private static void copy(String dockerfile, Path image) throws IOException {
        Matcher copies = Pattern.compile("(?m)^COPY (?!--from)(.+)$").matcher(dockerfile);
        while (copies.find()) {
            List<String> words = List.of(copies.group(1).split(" "));
            String target = words.get(words.size() - 1);
            for (String source : words.subList(0, words.size() - 1)) {
                Path from = Path.of(source);
                Path to = image.resolve(target.substring(1));
                Path place = target.endsWith("/") ? to.resolve(from.getFileName()) : to;
                Files.createDirectories(place.getParent());
                if (source.startsWith("target/")) {
                    Files.createFile(place); // what the build makes
                } else {
                    assertThat(from).exists();
                    try (Stream<Path> files = Files.walk(from)) {
                        for (Path file : files.toList()) {
                            Files.copy(file, place.resolve(from.relativize(file).toString()));
                        }
                    }
                }
            }
        }
    }
}
