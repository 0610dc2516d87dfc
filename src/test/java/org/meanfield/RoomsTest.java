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
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the packages to who may know whom; a room that is not built yet breaks no rule. */
final class RoomsTest {
    /** From the door to the ground: a room knows those after its own line, and none before it or beside it. */
    private static final List<List<String>> ROOMS = List.of(
            List.of("job"),
            List.of("report"),
            List.of("spark"),
            List.of("sweep"),
            List.of("evaluate"),
            List.of("train"),
            List.of("model"),
            List.of("corrupt", "augment"),
            List.of("data"),
            List.of("image"),
            List.of("metrics"),
            List.of("config"));

    private static final String ROOT = "org.meanfield";

    /** A root of its own, under which every rule is broken. */
    private static final String FIXTURE = "org.meanfield.fixture";

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private static final JavaClasses BROKEN = new ClassFileImporter().importPackages(FIXTURE);

    private static List<ArchRule> rules() {
        return rules(ROOT);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void holdInTheMainSources(ArchRule rule) {
        rule.check(MAIN);
    }

    @Test
    void areEachBrokenByTheFixture() {
        assertThat(rules(FIXTURE).stream().filter(rule -> rule.evaluate(BROKEN).hasViolation()))
                .extracting(ArchRule::getDescription)
                .containsExactly(
                        "augment knows only the rooms after its line",
                        "every class is in a room or is Main",
                        "only Main, job, report, spark know org.apache.spark..",
                        "only spark, evaluate, train, model know org.nd4j.., org.deeplearning4j..",
                        "only Main ends the virtual machine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Main", "train.Before", "corrupt.Beside"})
    void keepRoomsFromTheDoorAndFromThoseBeforeAndBesideThem(String known) {
        assertThat(knowsNoneBefore(FIXTURE, "augment")
                        .evaluate(BROKEN)
                        .getFailureReport()
                        .getDetails())
                .anyMatch(detail -> detail.contains("<%s.%s>".formatted(FIXTURE, known)));
    }

    private static List<ArchRule> rules(String root) {
        List<ArchRule> rules = new ArrayList<>();
        ROOMS.forEach(line -> line.forEach(room -> rules.add(knowsNoneBefore(root, room))));
        rules.add(livesInARoom(root));
        rules.add(only(root, List.of("Main", "job", "report", "spark"), "org.apache.spark.."));
        rules.add(only(root, List.of("spark", "evaluate", "train", "model"), "org.nd4j..", "org.deeplearning4j.."));
        rules.add(exitsInMain(root));
        return rules;
    }

    private static ArchRule knowsNoneBefore(String root, String room) {
        List<String> forbidden = new ArrayList<>(List.of(root));
        for (List<String> line : ROOMS) {
            line.stream().filter(other -> !other.equals(room)).forEach(other -> forbidden.add(inside(root, other)));
            if (line.contains(room)) {
                break;
            }
        }
        return noClasses()
                .that()
                .resideInAPackage(inside(root, room))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden.toArray(String[]::new))
                .as(room + " knows only the rooms after its line")
                .allowEmptyShould(true);
    }

    private static ArchRule livesInARoom(String root) {
        String[] rooms = ROOMS.stream()
                .flatMap(List::stream)
                .map(room -> inside(root, room))
                .toArray(String[]::new);
        return classes()
                .that(are(not(partOfMain(root))))
                .should()
                .resideInAnyPackage(rooms)
                .as("every class is in a room or is Main");
    }

    private static ArchRule only(String root, List<String> rooms, String... libraries) {
        String[] allowed = rooms.stream()
                .map(room -> room.equals("Main") ? root : inside(root, room))
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideOutsideOfPackages(allowed)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries)
                .as("only %s know %s".formatted(String.join(", ", rooms), String.join(", ", libraries)));
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

    private static String inside(String root, String room) {
        return "%s.%s..".formatted(root, room);
    }
}
