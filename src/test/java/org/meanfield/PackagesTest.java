package org.meanfield;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the packages to which may import which. */
final class PackagesTest {
    /** From {@code Main} down: a package imports those after its own line, and none before it or beside it. */
    private static final List<List<String>> LAYERS = List.of(
            List.of("job.cli"),
            List.of("job.report", "job.sweep", "job.study", "job.doctor", "job.predict", "job.explain", "job.draft"),
            List.of("job.robustness"),
            List.of("job.train"),
            List.of("job.mlflow"),
            List.of("job.common"),
            List.of("report"),
            List.of("report.chart"),
            List.of("spark.dl4j"),
            List.of("spark"),
            List.of("sweep"),
            List.of("evaluate.study"),
            List.of("evaluate"),
            List.of("engine"),
            List.of("engine.dl4j", "engine.torch"),
            List.of("train.checkpoint"),
            List.of("train"),
            List.of("train.optimizer"),
            List.of("model.onnx"),
            List.of("model"),
            List.of("model.init", "model.onednn"),
            List.of("augment"),
            List.of("corrupt"),
            List.of("corrupt.effect", "corrupt.attack"),
            List.of("data"),
            List.of("storage"),
            List.of("image"),
            List.of("tables"),
            List.of("config"));

    private static final String ROOT = "org.meanfield";

    /** A root of its own, under which every rule is broken. */
    private static final String FIXTURE = "org.meanfield.fixture";

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private static final JavaClasses BROKEN = new ClassFileImporter().importPackages(FIXTURE);

    private static List<ArchRule> rules() {
        return rules(ROOT, LAYERS);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void holdInTheMainSources(ArchRule rule) {
        rule.check(MAIN);
    }

    @Test
    void areEachBrokenByTheFixture() {
        List<List<String>> layers = List.of(List.of("train"), List.of("corrupt", "augment"));
        assertThat(rules(FIXTURE, layers).stream()
                        .filter(rule -> rule.evaluate(BROKEN).hasViolation()))
                .extracting(ArchRule::getDescription)
                .containsExactly(
                        "augment imports only packages after its line",
                        "every class is in a package of the plan or is Main",
                        "only Main, job.., spark.. know org.apache.spark..",
                        "only spark.., evaluate.., engine.., train.., model.. know org.nd4j.., org.deeplearning4j..",
                        "only engine.torch knows libtorch",
                        "only spark.dl4j knows dl4j-spark",
                        "only Main ends the virtual machine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Main", "train.Before", "corrupt.Beside"})
    void keepPackagesFromMainAndFromThoseBeforeAndBesideThem(String known) {
        List<List<String>> layers = List.of(List.of("train"), List.of("corrupt", "augment"));
        assertThat(importsNoneBefore(FIXTURE, layers, "augment")
                        .evaluate(BROKEN)
                        .getFailureReport()
                        .getDetails())
                .anyMatch(detail -> detail.contains("<%s.%s>".formatted(FIXTURE, known)));
    }

    /** The plan as a reader finds it. */
    @ParameterizedTest
    @ValueSource(strings = {"docs/architecture.md", ".github/CONTRIBUTING.md"})
    void areInTheDocumentation(String page) throws IOException {
        String plan = LAYERS.stream()
                .map(line -> line.size() == 1 ? line.get(0) : "(%s)".formatted(String.join(" | ", line)))
                .collect(Collectors.joining(" → ", "Main → ", " ```"));
        assertThat(Files.readString(Path.of(page)).replace('\n', ' ')).contains(plan);
    }

    private static List<ArchRule> rules(String root, List<List<String>> layers) {
        List<ArchRule> rules = new ArrayList<>();
        layers.stream().flatMap(List::stream).forEach(name -> rules.add(importsNoneBefore(root, layers, name)));
        rules.add(livesInThePlan(root, layers));
        rules.add(only(root, List.of("Main", "job..", "spark.."), "org.apache.spark.."));
        rules.add(only(
                root,
                List.of("spark..", "evaluate..", "engine..", "train..", "model.."),
                "org.nd4j..",
                "org.deeplearning4j.."));
        rules.add(only(root, List.of("engine.torch"), "org.bytedeco.pytorch..").as("only engine.torch knows libtorch"));
        rules.add(
                only(root, List.of("spark.dl4j"), "org.deeplearning4j.spark..").as("only spark.dl4j knows dl4j-spark"));
        rules.add(exitsInMain(root));
        return rules;
    }

    private static ArchRule importsNoneBefore(String root, List<List<String>> layers, String name) {
        List<String> forbidden = new ArrayList<>(List.of(root));
        for (List<String> line : layers) {
            line.stream().filter(other -> !other.equals(name)).forEach(other -> forbidden.add(root + "." + other));
            if (line.contains(name)) {
                break;
            }
        }
        return noClasses()
                .that()
                .resideInAPackage(root + "." + name)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden.toArray(String[]::new))
                .as(name + " imports only packages after its line");
    }

    private static ArchRule livesInThePlan(String root, List<List<String>> layers) {
        String[] packages = layers.stream()
                .flatMap(List::stream)
                .map(name -> root + "." + name)
                .toArray(String[]::new);
        return classes()
                .that(are(not(partOfMain(root))))
                .should()
                .resideInAnyPackage(packages)
                .as("every class is in a package of the plan or is Main");
    }

    private static ArchRule only(String root, List<String> packages, String... libraries) {
        String[] allowed = packages.stream()
                .map(name -> name.equals("Main") ? root : root + "." + name)
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideOutsideOfPackages(allowed)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries)
                .as("only %s know %s".formatted(String.join(", ", packages), String.join(", ", libraries)));
    }

    private static ArchRule exitsInMain(String root) {
        return noClasses()
                .that(are(not(partOfMain(root))))
                .should()
                .callMethod(System.class, "exit", int.class)
                .as("only Main ends the virtual machine");
    }

    /** The class {@code Main} and those inside it. */
    private static DescribedPredicate<HasName> partOfMain(String root) {
        return nameMatching("%s\\.Main(\\$.*)?".formatted(Pattern.quote(root)));
    }
}
