package org.meanfield;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;

/**
 * Nothing reads back Java's serialization, nor the zips in which DL4J keeps models: its reader takes preprocessors and
 * normalizers out of them by Java's serialization, which runs code. They are only written, by {@code --export}.
 */
final class UntrustedFilesTest {
    /** By class, the methods. */
    private static final Map<String, Pattern> READERS = Map.of(
            "java.io.ObjectInputStream", Pattern.compile("readObject|readUnshared"),
            "java.util.zip.ZipFile", Pattern.compile("<init>"),
            "java.util.zip.ZipInputStream", Pattern.compile("<init>"),
            "org.deeplearning4j.util.ModelSerializer", Pattern.compile("(?!writeModel).*"),
            "org.deeplearning4j.core.util.ModelGuesser", Pattern.compile(".*"),
            "org.nd4j.common.util.SerializationUtils", Pattern.compile("(?i).*(read|deserialize).*"));

    private static final ArchRule RULE = noClasses()
            .should()
            .callCodeUnitWhere(DescribedPredicate.describe(
                    "reads serialized objects or zips", (JavaCall<?> call) -> READERS.entrySet().stream()
                            .anyMatch(reader ->
                                    call.getTargetOwner().getFullName().equals(reader.getKey())
                                            && reader.getValue()
                                                    .matcher(call.getTarget().getName())
                                                    .matches())));

    @Test
    void areNotReadByThoseWhoTrustThem() {
        RULE.check(new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.meanfield"));
    }

    @Test
    void wouldBeNoticed() {
        assertThat(RULE.evaluate(new ClassFileImporter().importClasses(Trusting.class))
                        .getFailureReport()
                        .getDetails())
                .hasSize(3);
    }

    /** What the rule is against. */
    static final class Trusting {
        private Trusting() {}

        public static Object model(File file) throws IOException {
            return ModelSerializer.restoreComputationGraph(file);
        }

        public static Object object(ObjectInputStream in) throws IOException, ClassNotFoundException {
            return in.readObject();
        }

        public static Object zip(File file) throws IOException {
            return new ZipFile(file);
        }
    }
}
