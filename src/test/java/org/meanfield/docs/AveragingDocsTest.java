package org.meanfield.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.config.Names;
import org.meanfield.config.RecordReader;
import org.meanfield.testing.LocalSpark;
import org.meanfield.train.Averaging;
import org.meanfield.train.TrainSettings;
import org.nd4j.linalg.dataset.DataSet;

/** What docs/averaging.md says compiles and works. */
final class AveragingDocsTest {
    private static final Path PAGE = Path.of("docs/averaging.md");
    private static final Path SOURCE = Path.of("src/test/java/org/meanfield/docs/AveragingExample.java");

    @Test
    void quotesTheExampleAsItIs() throws IOException {
        String source = Files.readString(SOURCE);
        String lines = source.substring(
                source.indexOf("// docs/averaging.md\n") + "// docs/averaging.md\n".length(),
                source.indexOf("        // end\n"));

        assertThat(blocks("java")).containsExactly(lines.stripTrailing().stripIndent() + "\n");
    }

    @Test
    void theExampleLearnsAndEachRunGivesTheSameBits() {
        JavaSparkContext context = LocalSpark.context();
        List<DataSet> points = AveragingExample.points(600);
        MultiLayerNetwork network =
                AveragingExample.train(context, AveragingExample.configuration(), context.parallelize(points, 4));
        assertThat(network.evaluate(new ListDataSetIterator<>(points, 600)).accuracy())
                .isGreaterThan(0.9);
        assertThat(AveragingExample.train(context, AveragingExample.configuration(), context.parallelize(points, 7))
                        .params())
                .isEqualTo(network.params());
    }

    static List<String> settings() throws IOException {
        return blocks("yaml");
    }

    @ParameterizedTest
    @MethodSource("settings")
    void itsSettingsAreOnesThatAJobTakes(String yaml) {
        String all = "epochs: 1\noptimizer: {type: sgd, learning-rate: 1}\n" + yaml;
        TrainSettings read = RecordReader.read(all, PAGE.toString(), TrainSettings.class, List.of());
        assertThat(read.localSteps()).isEqualTo(50);
    }

    @Test
    void namesEveryOuterStep() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(Arrays.stream(Averaging.class.getPermittedSubclasses())
                        .map(member -> Names.of(Averaging.class, member)))
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }

    private static List<String> blocks(String language) throws IOException {
        Matcher block = Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$").matcher(Files.readString(PAGE));
        return block.results().map(found -> found.group(1)).toList();
    }
}
