package org.meanfield.job.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.RecordReader;
import org.meanfield.data.FolderSurvey;
import org.meanfield.data.ImageFolder;
import org.meanfield.data.OnError;
import org.meanfield.data.Split;
import org.meanfield.image.ImageShape;
import org.meanfield.job.common.Console;
import org.meanfield.job.sweep.SweepJob;
import org.meanfield.job.train.TrainJob;
import org.meanfield.testing.PictureFolder;

final class NewJobTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void theFilesAreJobsThatFitThePictures() throws IOException {
        Path pictures = folder.resolve("my pets");
        PictureFolder.write(pictures.resolve("cat"), 0, 60);
        PictureFolder.write(pictures.resolve("owl"), 100, 20);
        Files.writeString(pictures.resolve("cat/broken.png"), "no picture");
        Path file = folder.resolve("pets.yaml");

        JsonNode json = job(pictures, file).write();

        assertThat(json.toString())
                .isEqualTo(
                        "{\"job\":\"%s\",\"sweep\":\"%s\",\"pictures\":80,\"classes\":2,\"unreadable\":1,\"copies\":0}",
                        file, folder.resolve("pets-sweep.yaml"));
        TrainJob job = RecordReader.read(Files.readString(file), "pets.yaml", TrainJob.class, List.of());
        ImageFolder data = (ImageFolder) job.data();
        assertThat(job.name()).isEqualTo("pets");
        assertThat(data.path()).isEqualTo(pictures.toString());
        assertThat(data.shape()).isEqualTo(new ImageShape(1, 8, 8));
        assertThat(data.onError()).isEqualTo(OnError.SKIP);
        // 49 + 16 for training (the broken one would be for testing): a tenth is 3 of each class.
        assertThat(data.validation()).isEqualTo(6);
        assertThat(job.train().plan(58).batch()).isEqualTo(4);
        SweepJob sweep = RecordReader.read(
                Files.readString(folder.resolve("pets-sweep.yaml")), "sweep", SweepJob.class, List.of());
        assertThat(sweep.grid()).containsOnlyKeys("train.optimizer.learning-rate", "augment");
        assertThat(sweep.base().with(List.of()).train().epochs()).isEqualTo(30);
        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .contains(
                        "%s: 80 pictures in 2 classes; for training 65, for validation 0, for testing 15"
                                .formatted(pictures),
                        "  class     cat: 60",
                        "  class     owl: 20",
                        "  imbalance cat has 3.0 times the pictures of owl; whoever always says cat is right in 75 %",
                        "  size      all are 6×7 (height × width)",
                        "  colours   0 of 80 pictures have them",
                        "  deploy/submit.sh train " + file);
    }

    @Test
    void nothingIsOverwrittenAndNothingWrittenForAWrongFolder() throws IOException {
        Path pictures = folder.resolve("pets");
        PictureFolder.write(pictures.resolve("cat"), 0, 4);
        Path file = folder.resolve("job.yaml");
        assertThatThrownBy(() -> job(pictures, file).write()).isInstanceOf(InvalidInputException.class);
        assertThat(file).doesNotExist();
        PictureFolder.write(pictures.resolve("owl"), 0, 4);
        Path sweep = Files.writeString(folder.resolve("job-sweep.yaml"), "mine");

        assertThatThrownBy(() -> job(pictures, file))
                .hasMessage("--job is %s but must be a file that does not exist: nothing is overwritten", sweep);
        assertThat(file).doesNotExist();
        assertThat(sweep).hasContent("mine");
        assertThatThrownBy(() -> job(pictures, folder.resolve("job.json")))
                .hasMessage("--job is %s/job.json but must be a name that ends in .yaml", folder);
    }

    @Test
    void settingsFollowThePictures() {
        // Two workers with 5,000 images each: 157 steps an epoch, of which 1,000 are 7 epochs.
        assertThat(FirstSettings.of(survey(List.of("cat", "owl"), 5_500, 400, 300, 3)))
                .isEqualTo(new FirstSettings(3, 64, 64, 1_100, 4, 32, 10, 7, true));
        assertThat(FirstSettings.of(survey(List.of("3", "7"), 5_500, 28, 28, 0)))
                .isEqualTo(new FirstSettings(1, 28, 28, 1_100, 2, 32, 10, 7, false));
        assertThat(FirstSettings.of(survey(List.of("a b", "b"), 4, 50, 33, 1)).batch())
                .isEqualTo(1);
    }

    private static FolderSurvey survey(List<String> classes, int ofClass, int height, int width, int coloured) {
        int[] counts = {ofClass, ofClass};
        int[] heights = new int[2 * ofClass];
        int[] widths = new int[2 * ofClass];
        Arrays.fill(heights, height);
        Arrays.fill(widths, width);
        int[] shorter = height < width ? heights : widths;
        return new FolderSurvey(
                classes,
                Map.of(Split.TRAIN, counts),
                heights,
                widths,
                shorter,
                coloured,
                List.of(),
                new FolderSurvey.Copies(0, 0, 0));
    }

    private NewJob job(Path pictures, Path file) {
        return new NewJob(
                pictures.toString(),
                file.toString(),
                Console.quiet(new PrintStream(said, true, StandardCharsets.UTF_8)));
    }
}
