package org.meanfield.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Line;
import org.meanfield.config.Reason;
import org.meanfield.image.LabelledImages;
import org.meanfield.storage.Progress;
import org.meanfield.storage.Sha256;
import org.meanfield.testing.PictureFolder;

final class ImageFolderTest {
    @TempDir
    private Path folder;

    @Test
    void classesAreNumberedByTheirSortedNamesAndPicturesComeInTheOrderOfTheirNames() throws IOException {
        PictureFolder.write(folder.resolve("train/owl"), 0, 2);
        PictureFolder.write(folder.resolve("train/cat"), 10, 3);
        PictureFolder.write(folder.resolve("test/owl"), 20, 1);
        PictureFolder.write(folder.resolve("test/cat"), 30, 1);
        Files.writeString(folder.resolve("train/.DS_Store"), "");
        Files.writeString(folder.resolve("train/README.txt"), "where they come from");
        Dataset data = folder(1, List.of());

        assertThat(data.source().classNames()).containsExactly("cat", "owl");
        assertThat(data.classes()).isEqualTo(2);
        LabelledImages train = data.load(Split.TRAIN);
        assertThat(train.labels()).containsExactly(0, 0, 0, 1, 1);
        assertThat(levels(train)).containsExactly(10, 11, 12, 0, 1);
        assertThat(levels(data.load(Split.TEST))).containsExactly(30, 20);
        assertThat(data.load(Split.VALIDATION).count()).isZero();
    }

    @Test
    void aJobCanChooseClassesAndTheirOrder() throws IOException {
        for (String name : List.of("ant", "bee", "cow")) {
            PictureFolder.write(folder.resolve("train").resolve(name), name.charAt(0), 1);
            PictureFolder.write(folder.resolve("test").resolve(name), name.charAt(0), 1);
        }
        Dataset data = folder(1, List.of("cow", "ant"));

        assertThat(data.source().classNames()).containsExactly("cow", "ant");
        assertThat(levels(data.load(Split.TRAIN))).containsExactly('c', 'a');
        assertThat(data.hash())
                .isNotEqualTo(folder(1, List.of("ant", "cow")).hash())
                .isNotEqualTo(folder(1, List.of()).hash());
    }

    /** Those whose names have the smallest sums, so that others that come later change little. */
    @Test
    void ofOneTreeAShareOfEachClassIsForTesting() throws IOException {
        PictureFolder.write(folder.resolve("cat"), 0, 10);
        PictureFolder.write(folder.resolve("owl"), 100, 5);
        Dataset data = folder(1, List.of());
        int[] tested = levels(data.load(Split.TEST));

        assertThat(tested).hasSize(3);
        assertThat(data.load(Split.TEST).labels()).containsExactly(0, 0, 1);
        assertThat(IntStream.concat(IntStream.of(tested), IntStream.of(levels(data.load(Split.TRAIN)))))
                .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 100, 101, 102, 103, 104);
        List<Integer> byHash = IntStream.range(0, 10)
                .boxed()
                .sorted(Comparator.comparing(i -> Sha256.of("cat/%03d.png".formatted(i))))
                .toList();
        assertThat(List.of(tested[0], tested[1])).containsExactlyInAnyOrderElementsOf(byHash.subList(0, 2));
    }

    /** Eight to a block, whatever the heap. */
    @Test
    void largePicturesComeInTheirOrderToo() throws IOException {
        for (String part : List.of("train", "test")) {
            PictureFolder.write(folder.resolve(part).resolve("cat"), 0, 9);
            PictureFolder.write(folder.resolve(part).resolve("owl"), 100, 2);
        }
        Dataset data = new ImageFolder(
                folder.toString(),
                1,
                1024,
                1000,
                List.of(),
                0.2,
                0,
                OnError.FAIL,
                16384,
                50_000_000,
                "",
                0,
                Labels.PUBLISHED);

        assertThat(levels(data.load(Split.TRAIN))).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 100, 101);
    }

    @Test
    void theHashIsOfPicturesNamesSizeAndHoldout() throws IOException {
        PictureFolder.write(folder.resolve("cat"), 0, 4);
        PictureFolder.write(folder.resolve("owl"), 100, 4);
        String hash = folder(1, List.of()).hash();

        assertThat(folder(1, List.of()).hash()).isEqualTo(hash);
        assertThat(folder(3, List.of()).hash()).isNotEqualTo(hash);
        assertThat(new ImageFolder(
                                folder.toString(),
                                1,
                                4,
                                5,
                                List.of(),
                                0.2,
                                2,
                                OnError.FAIL,
                                16384,
                                50_000_000,
                                "",
                                0,
                                Labels.PUBLISHED)
                        .hash())
                .isNotEqualTo(hash);
        assertThat(new ImageFolder(
                                folder.toString(),
                                1,
                                5,
                                4,
                                List.of(),
                                0.2,
                                0,
                                OnError.FAIL,
                                16384,
                                50_000_000,
                                "",
                                0,
                                Labels.PUBLISHED)
                        .hash())
                .isNotEqualTo(hash);
        Files.move(folder.resolve("cat/000.png"), folder.resolve("cat/zzz.png"));
        assertThat(folder(1, List.of()).hash()).isNotEqualTo(hash);
        Files.move(folder.resolve("cat/zzz.png"), folder.resolve("cat/000.png"));
        assertThat(folder(1, List.of()).hash()).isEqualTo(hash);
        PictureFolder.write(folder.resolve("cat"), 77, 1);
        assertThat(folder(1, List.of()).hash()).isNotEqualTo(hash);
    }

    @Test
    void whatIsWrongIsToldInOneLine() throws IOException {
        assertWrong("data.path is %s but must be a folder with train/<class>/… and test/<class>/…, or with <class>/…");
        PictureFolder.write(folder.resolve("cat"), 0, 2);
        assertWrong("number of class folders in %s is 1 but must be in 2 … 128");
        Files.createDirectory(folder.resolve("owl"));
        assertWrong("number of pictures in %s/owl is 0 but must be at least 1");
        PictureFolder.write(folder.resolve("owl"), 0, 1);
        assertWrong("number of pictures in %s/owl is 1 but must be at least 2, one of them for testing");
        PictureFolder.write(folder.resolve("owl"), 0, 2);
        Files.writeString(folder.resolve("owl/notes.txt"), "seen at night");
        assertWrong("%s/owl/notes.txt is another kind of file but must be PNG or JPEG");
        Files.move(folder.resolve("owl/notes.txt"), folder.resolve("owl/notes.png"));
        assertWrong("%s/owl/notes.png is another kind of file but must be PNG or JPEG");
        Files.delete(folder.resolve("owl/notes.png"));
        Files.copy(folder.resolve("cat/000.png"), folder.resolve("loose.jpeg"));
        assertWrong("%s/loose.jpeg is beside the class folders but must be in one");
        Files.delete(folder.resolve("loose.jpeg"));
        assertThat(folder(1, List.of()).load(Split.TRAIN).count()).isEqualTo(2);
        assertThatThrownBy(() -> folder(1, List.of("cat", "emu")).load(Split.TRAIN))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("data.class-names is [cat, emu] but must be folders of %s, which lacks [emu]"
                        .formatted(folder));
        byte[] whole = Files.readAllBytes(folder.resolve("cat/001.png"));
        Files.write(folder.resolve("cat/001.png"), Arrays.copyOf(whole, 40));
        Source source = folder(1, List.of()).source();
        assertThatThrownBy(() -> source.parts().forEach(part -> source.read(part, (pixels, images) -> {})))
                .isInstanceOf(InvalidInputException.class)
                .message()
                .startsWith(folder + "/cat/001.png is broken (");
    }

    @Test
    void theClassesForTestingAreThoseForTraining() throws IOException {
        for (String name : List.of("train/cat", "train/owl", "train/emu", "test/cat", "test/owl")) {
            PictureFolder.write(folder.resolve(name), 0, 1);
        }
        assertWrong("classes in %1$s/test is cat, owl but must be cat, emu, owl, which are those in %1$s/train");
        PictureFolder.write(folder.resolve("test/emu"), 0, 1);
        Files.createDirectory(folder.resolve("train/gnu"));
        Files.createDirectory(folder.resolve("test/gnu"));
        assertWrong("number of pictures in %s/train/gnu is 0 but must be at least 1");
    }

    @Test
    void aFolderForValidationIsTheValidationSplit() throws IOException {
        for (String name : List.of("val", "valid", "validation")) {
            Path one = Files.createDirectory(folder.resolve("with-" + name));
            for (String part : List.of("train", name, "test")) {
                PictureFolder.write(one.resolve(part).resolve("cat"), part.length(), 2);
                PictureFolder.write(one.resolve(part).resolve("owl"), 100 + part.length(), 1);
            }
            Dataset data = in(one, 0, OnError.FAIL);

            assertThat(levels(data.load(Split.TRAIN))).containsExactly(5, 6, 105);
            int level = name.length();
            assertThat(levels(data.load(Split.VALIDATION))).containsExactly(level, level + 1, 100 + level);
            assertThat(levels(data.load(Split.TEST))).containsExactly(4, 5, 104);
            assertThatThrownBy(() -> in(one, 1, OnError.FAIL).load(Split.TRAIN))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage(
                            "data.validation is 1 but must be 0 where there is a folder for validation, as in %s", one);
        }
        PictureFolder.write(folder.resolve("with-val/valid/cat"), 0, 1);
        assertThatThrownBy(() -> in(folder.resolve("with-val"), 0, OnError.FAIL).fetch(Progress.SILENT))
                .hasMessage(
                        "validation part of %s is val and valid but must be one folder at most",
                        folder.resolve("with-val"));
    }

    @Test
    void partsWithoutTheOthersAreToldPlainly() throws IOException {
        String must = "but must have train and test (and may have val, valid or validation), or a folder for each class"
                + " and none of these";
        PictureFolder.write(folder.resolve("train/cat"), 0, 2);
        assertWrong("data.path is %s, which has train and no test, " + must);
        PictureFolder.write(folder.resolve("val/cat"), 0, 2);
        assertWrong("data.path is %s, which has train and val and no test, " + must);
        Files.move(folder.resolve("train"), folder.resolve("test"));
        assertWrong("data.path is %s, which has test and val and no train, " + must);
    }

    /** Of vehicles, for instance. */
    @Test
    void aClassMayBeCalledAsAPartIs() throws IOException {
        for (String name : List.of("bus", "train")) {
            PictureFolder.write(folder.resolve(name), 0, 2);
        }
        assertThat(folder(1, List.of()).load(Split.TRAIN).labels()).containsExactly(0, 1);
        assertThat(folder(1, List.of()).source().classNames()).containsExactly("bus", "train");
    }

    @Test
    void foldersThatAreNotUsedAreNamed() throws IOException {
        for (String name : List.of("train/cat", "train/emu", "train/owl", "test/cat", "test/emu", "test/owl")) {
            PictureFolder.write(folder.resolve(name), 0, 1);
        }
        Files.createDirectory(folder.resolve("extra"));
        Files.createDirectory(folder.resolve(".git"));
        List<String> said = new ArrayList<>();
        Progress log = new Progress() {
            @Override
            public void show(String line) {}

            @Override
            public void say(String line) {
                said.add(line);
            }
        };
        folder(1, List.of("owl", "cat")).fetch(log);

        assertThat(said)
                .containsExactly(
                        folder + "/extra is not used: it is none of [train, test]",
                        folder + "/train/emu is not used: it is not in class-names");
    }

    /** No listing of Hadoop's has them. */
    @Test
    void linksThatLeadNowhereAreNamed() throws IOException {
        PictureFolder.write(folder.resolve("cat"), 0, 4);
        PictureFolder.write(folder.resolve("owl"), 0, 4);
        Files.createSymbolicLink(folder.resolve("owl/linked.png"), folder.resolve("cat/000.png"));
        assertThat(folder(1, List.of()).source().count(ImageLayout.TRAIN)).isEqualTo(7);
        Files.createSymbolicLink(folder.resolve("owl/gone.png"), Path.of("../nowhere.png"));
        assertWrong("%s/owl/gone.png is a dangling link but must be PNG or JPEG");
        Files.delete(folder.resolve("owl/gone.png"));
        Files.createSymbolicLink(folder.resolve("emu"), Path.of("elsewhere/emu"));
        assertWrong("%s/emu is a dangling link but must be a folder of pictures");
    }

    @Test
    void allBadPicturesOfAllPartsAreNamedAtOnce() throws IOException {
        badPictures(8);

        assertThatThrownBy(() -> folder(1, List.of()).load(Split.TEST))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(
                        "9 pictures in %1$s cannot be used: %1$s/train/cat/0.png is another kind of file but must"
                                        .formatted(folder)
                                + " be PNG or JPEG; %s/train/cat/1.png is ".formatted(folder))
                .message()
                .contains("%1$s/train/cat/7.png is broken (".formatted(folder))
                .endsWith(
                        "; %s/test/owl/notes\n.txt is another kind of file but must be PNG or JPEG".formatted(folder));
    }

    @Test
    void moreThanTenBadPicturesAreInAFile() throws IOException {
        badPictures(12);

        InvalidInputException wrong = catchThrowableOfType(
                InvalidInputException.class, () -> folder(1, List.of()).load(Split.TRAIN));
        assertThat(wrong.getMessage())
                .startsWith("13 pictures in " + folder + " cannot be used: ")
                .contains("/cat/0.png", "/cat/5.png")
                .doesNotContain("notes")
                .endsWith("; and 3 more");
        assertThat(wrong.details()).hasSize(13).last().asString().contains("/test/owl/notes\n.txt");
        String told = Reason.lineAndFile(wrong);
        assertThat(told).startsWith(wrong.getMessage() + ": all are in ");
        Path file = Path.of(told.substring(told.lastIndexOf(' ') + 1));
        assertThat(Files.readAllLines(file))
                .isEqualTo(wrong.details().stream().map(Line::printable).toList())
                .last()
                .asString()
                .contains("/test/owl/notes\\n.txt is");
        Files.delete(file);
    }

    @Test
    void badPicturesAreLeftOutWhereTheJobChoosesThat() throws IOException {
        String hash = readable().hash();
        badPictures(5);
        Dataset data = in(folder, 0, OnError.SKIP);

        assertThat(levels(data.load(Split.TRAIN))).containsExactly(0, 1, 2, 100, 101);
        assertThat(data.load(Split.TRAIN).labels()).containsExactly(0, 0, 0, 1, 1);
        assertThat(levels(data.load(Split.TEST))).containsExactly(0, 100);
        assertThat(data.testFiles()).containsExactly("test/cat/000.png", "test/owl/000.png");
        assertThat(data.hash()).isEqualTo(hash);
        Findings findings = new RawSplits(data.source()).findings();
        assertThat(findings.leftOut()).isEqualTo(6);
        assertThat(findings.warnings())
                .containsExactly(
                        "Pictures left out (on-error: skip): 6; the first: %s/train/cat/0.png is another kind of file but must be PNG or JPEG"
                                .formatted(folder));
    }

    @Test
    void aClassOfNothingButBadPicturesIsWrong() throws IOException {
        readable();
        Files.writeString(folder.resolve("test/owl/000.png"), "");

        assertThatThrownBy(() -> in(folder, 0, OnError.SKIP).load(Split.TEST))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("number of test pictures of owl that can be read is 0 but must be at least 1");
    }

    /** Three cats and two owls for training, one of each for testing. */
    private Dataset readable() throws IOException {
        PictureFolder.write(folder.resolve("train/cat"), 0, 3);
        PictureFolder.write(folder.resolve("train/owl"), 100, 2);
        PictureFolder.write(folder.resolve("test/cat"), 0, 1);
        PictureFolder.write(folder.resolve("test/owl"), 100, 1);
        return folder(1, List.of());
    }

    /** Writes so many for training, one after the other of nothing and cut off, and a text with a newline in its name. */
    private void badPictures(int count) throws IOException {
        readable();
        byte[] whole = Files.readAllBytes(folder.resolve("train/cat/000.png"));
        for (int i = 0; i < count; i++) {
            Files.write(folder.resolve("train/cat/%d.png".formatted(i)), Arrays.copyOf(whole, i % 2 * 40));
        }
        Files.writeString(folder.resolve("test/owl/notes\n.txt"), "seen at night");
    }

    private void assertWrong(String message) {
        Dataset data = folder(1, List.of());
        assertThatThrownBy(() -> {
                    data.fetch(Progress.SILENT);
                    data.load(Split.TRAIN);
                })
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message.formatted(folder));
    }

    private Dataset folder(int channels, List<String> classes) {
        return new ImageFolder(
                folder.toString(),
                channels,
                4,
                5,
                classes,
                0.2,
                0,
                OnError.FAIL,
                16384,
                50_000_000,
                "",
                0,
                Labels.PUBLISHED);
    }

    private static Dataset in(Path path, int validation, OnError onError) {
        return new ImageFolder(
                path.toString(),
                1,
                4,
                5,
                List.of(),
                0.2,
                validation,
                onError,
                16384,
                50_000_000,
                "",
                0,
                Labels.PUBLISHED);
    }

    /** Returns the grey level of each image, which is the same everywhere in it. */
    private static int[] levels(LabelledImages images) {
        return IntStream.range(0, images.count())
                .map(i -> {
                    byte[] pixels = new byte[images.shape().size()];
                    images.copy(i, pixels, 0);
                    assertThat(pixels).isEqualTo(filled(pixels.length, pixels[0]));
                    return pixels[0] & 0xff;
                })
                .toArray();
    }

    private static byte[] filled(int length, byte level) {
        byte[] pixels = new byte[length];
        Arrays.fill(pixels, level);
        return pixels;
    }
}
