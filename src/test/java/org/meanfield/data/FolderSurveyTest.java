package org.meanfield.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.InvalidInputException;
import org.meanfield.image.ImageShape;
import org.meanfield.storage.Progress;
import org.meanfield.testing.PictureFolder;

final class FolderSurveyTest {
    @TempDir
    private Path folder;

    @Test
    void countsClassesSizesColoursCorruptFilesAndCopies() throws IOException {
        PictureFolder.write(folder.resolve("train/cat"), 0, 3);
        PictureFolder.write(folder.resolve("train/owl"), 10, 2);
        PictureFolder.write(folder.resolve("test/cat"), 20, 1);
        PictureFolder.write(folder.resolve("test/owl"), 30, 1);
        write("train/owl/red.png", 40, 20, Color.RED);
        write("train/cat/tall.png", 9, 30, Color.GRAY);
        Files.writeString(folder.resolve("train/cat/broken.png"), "no picture");
        Files.copy(folder.resolve("train/cat/000.png"), folder.resolve("train/cat/again.png"));
        Files.copy(folder.resolve("train/cat/001.png"), folder.resolve("train/owl/a-cat.png"));
        Files.copy(folder.resolve("train/cat/002.png"), folder.resolve("test/cat/seen.png"));

        FolderSurvey survey = FolderSurvey.of(folder.toString(), Progress.SILENT);

        assertThat(survey.classNames()).containsExactly("cat", "owl");
        assertThat(survey.counts()).containsOnlyKeys(Split.TRAIN, Split.TEST);
        assertThat(survey.counts().get(Split.TRAIN)).containsExactly(5, 4);
        assertThat(survey.counts().get(Split.TEST)).containsExactly(2, 1);
        assertThat(survey.pictures()).isEqualTo(12);
        assertThat(survey.count(Split.VALIDATION)).isZero();
        assertThat(survey.ofClass(0)).isEqualTo(7);
        assertThat(survey.coloured()).isEqualTo(1);
        assertThat(survey.heights()).startsWith(6).endsWith(6, 20, 30);
        assertThat(survey.widths()).startsWith(7).endsWith(7, 9, 40);
        assertThat(survey.shorterSides()).endsWith(6, 9, 20);
        assertThat(survey.commonSize()).isEmpty();
        assertThat(survey.problems())
                .containsExactly(folder + "/train/cat/broken.png is another kind of file but must be PNG or JPEG");
        assertThat(survey.copies()).isEqualTo(new FolderSurvey.Copies(3, 1, 1));
    }

    @Test
    void aShareOfASingleTreeIsForTestingAndOneSizeIsSaid() throws IOException {
        PictureFolder.write(folder.resolve("cat"), 0, 10);
        PictureFolder.write(folder.resolve("owl"), 100, 5);

        FolderSurvey survey = FolderSurvey.of(folder.toString(), Progress.SILENT);

        assertThat(survey.counts().get(Split.TRAIN)).containsExactly(8, 4);
        assertThat(survey.counts().get(Split.TEST)).containsExactly(2, 1);
        assertThat(survey.commonSize()).contains(new ImageShape(1, 6, 7));
        assertThat(survey.copies().files()).isZero();
    }

    @Test
    void whatIsNoFolderOfClassesIsRefused() throws IOException {
        assertThatThrownBy(() -> FolderSurvey.of(folder + "/none", Progress.SILENT))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("--data is %s/none but must be a folder with a folder of pictures for each class", folder);
        PictureFolder.write(folder.resolve("cat"), 0, 3);
        assertThatThrownBy(() -> FolderSurvey.of(folder.toString(), Progress.SILENT))
                .hasMessage("number of class folders in %s is 1 but must be in 2 … 128", folder);
    }

    @Test
    void aClassWithoutAPictureThatCanBeReadIsRefused() throws IOException {
        PictureFolder.write(folder.resolve("train/cat"), 0, 3);
        PictureFolder.write(folder.resolve("test/cat"), 0, 1);
        PictureFolder.write(folder.resolve("test/owl"), 0, 1);
        Files.createDirectories(folder.resolve("train/owl"));
        Files.writeString(folder.resolve("train/owl/broken.png"), "no picture");

        assertThatThrownBy(() -> FolderSurvey.of(folder.toString(), Progress.SILENT))
                .hasMessage("number of train pictures of owl that can be read is 0 but must be at least 1");
    }

    private void write(String name, int width, int height, Color colour) throws IOException {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            picture.setRGB(i % width, i / width, colour.getRGB());
        }
        ImageIO.write(picture, "png", folder.resolve(name).toFile());
    }
}
