package org.meanfield.job.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.RecordReader;
import org.meanfield.corrupt.Condition;
import org.meanfield.corrupt.NoiseAddress;
import org.meanfield.data.Normalization;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.image.Image;
import org.meanfield.job.robustness.Conditions;
import org.meanfield.job.robustness.RobustnessJob;
import org.meanfield.job.train.TrainJob;
import org.meanfield.report.Results;
import org.meanfield.report.SampleSheet;
import org.meanfield.storage.Progress;
import org.meanfield.testing.IdxFolder;
import org.meanfield.testing.Jobs;
import org.meanfield.testing.SweepTables;
import org.meanfield.train.checkpoint.ModelFiles;

final class RobustnessImagesTest {
    private static final RobustnessJob JOB = RecordReader.read(
            """
            name: robust
            models: [{type: all}]
            corruptions:
              - {type: gaussian-noise, std: [0.05], stage: after-normalization}
              - {type: gaussian-noise, std: [0.5]}
            """,
            "job.yaml",
            RobustnessJob.class,
            List.of());

    /** Far from that of the data. */
    private static final Normalization OWN =
            new Normalization(new float[] {0, 0, 0}, new float[] {0.01f, 0.01f, 0.01f});

    @TempDir
    private static Path output;

    private static Splits splits;

    @BeforeAll
    static void write() {
        SweepTables tables = new SweepTables(output, "");
        tables.run("without", "", 1, "finished", "");
        tables.run("with", "", 1, "finished", "");
        TrainJob train = Jobs.tiny("seed=1");
        new ModelFiles(output.toString(), "with")
                .write(
                        train.learner(20),
                        JsonNodeFactory.instance.objectNode(),
                        train.initialState(train.learner(20)),
                        OWN,
                        train.data().source().classNames(),
                        JsonNodeFactory.instance.objectNode(),
                        JsonNodeFactory.instance.objectNode());
        splits = Splits.open(train.data(), Progress.SILENT);
    }

    @Test
    void noiseAfterNormalizationIsInUnitsOfTheModel() {
        RobustnessImages images = new RobustnessImages(JOB, new Results(output.toString()), new LocalData());

        assertThat(images.sheet("with", splits.hash()))
                .isEqualTo(sheet(OWN))
                .isNotEqualTo(sheet(splits.normalization()));
        assertThat(images.sheet("without", splits.hash())).isEqualTo(sheet(splits.normalization()));
    }

    @Test
    void ofOtherDataThereIsNoSheet() {
        RobustnessImages images = new RobustnessImages(JOB, new Results(output.toString()), new LocalData());

        assertThatThrownBy(() -> images.sheet("with", "0123"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("the data now have the hash " + splits.hash());
    }

    @Test
    void aDataSetIsLookedAtOnce() throws Exception {
        Path data = IdxFolder.write(output.resolve("data"), 60, 40);
        TrainJob train =
                Jobs.tiny("data={type: mnist, path: %s, verify: false, mirror: 'file:/nowhere'}".formatted(data));
        LocalData here = new LocalData();
        String hash = Splits.open(train.data(), Progress.SILENT).hash();

        Splits first = here.open(train.data(), hash);
        Files.delete(data.resolve("train-labels-idx1-ubyte"));

        assertThat(here.open(train.data(), hash)).isSameAs(first);
    }

    private static byte[] sheet(Normalization normalization) {
        NoiseAddress noise = NoiseAddress.of(JOB.seed(), Jobs.tiny().data(), Split.TEST);
        List<SampleSheet.Row> rows = new ArrayList<>();
        for (List<Condition> corruption : Conditions.of(JOB).subList(1, 3)) {
            List<Image> row = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Image image = splits.read(Split.TEST, i, i + 1).image(0);
                Condition.Fixed condition = (Condition.Fixed) corruption.get(0);
                row.add(image);
                row.add(condition.apply(
                        image, normalization, noise.streams(condition).apply(i)));
            }
            rows.add(SampleSheet.Row.of(rows.isEmpty() ? "gaussian-noise" : "gaussian-noise-2", row));
        }
        List<SampleSheet.Head> classes = new ArrayList<>();
        List<SampleSheet.Head> severities = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int label = splits.read(Split.TEST, i, i + 1).labels()[0];
            classes.add(new SampleSheet.Head(
                    "image %s: %s".formatted(i, splits.classNames().get(label)), 2));
            severities.add(new SampleSheet.Head("clean", 1));
            severities.add(new SampleSheet.Head("sev. 1", 1));
        }
        return SampleSheet.png(List.of(classes, severities), rows);
    }
}
