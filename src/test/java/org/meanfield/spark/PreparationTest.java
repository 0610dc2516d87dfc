package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.parquet.example.data.Group;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.config.InvalidInputException;
import org.meanfield.data.Dataset;
import org.meanfield.data.FashionMnist;
import org.meanfield.data.ImageFolder;
import org.meanfield.data.Labels;
import org.meanfield.data.Manifest;
import org.meanfield.data.OnError;
import org.meanfield.data.ShardFolder;
import org.meanfield.data.ShardedSplits;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.data.Svhn;
import org.meanfield.data.SyntheticDigits;
import org.meanfield.image.LabelledImages;
import org.meanfield.storage.Progress;
import org.meanfield.storage.ScratchDirectory;
import org.meanfield.storage.Storage;
import org.meanfield.testing.IdxFolder;
import org.meanfield.testing.LocalSpark;
import org.meanfield.testing.ParquetRows;
import org.meanfield.testing.PictureFolder;
import org.meanfield.testing.SvhnFiles;

final class PreparationTest {
    private static final List<Svhn.Published> BOTH = List.of(Svhn.Published.values());

    @TempDir
    private static Path svhn;

    private static JavaSparkContext context;

    @TempDir
    private Path folder;

    /** The test images are the first ones of the extra file. */
    @BeforeAll
    static void writeSvhn() throws IOException {
        context = LocalSpark.context();
        SvhnFiles.write(svhn.resolve("train_32x32.mat"), 300, 1);
        SvhnFiles.write(svhn.resolve("extra_32x32.mat"), 1500, 2);
        SvhnFiles.write(svhn.resolve("test_32x32.mat"), 40, 2);
    }

    @Test
    void shardsOfIdxFilesHoldWhatTheFilesDo() throws IOException {
        Path data = IdxFolder.write(folder.resolve("data"), 1300, 30);
        assertThatShardsHoldWhatTheFilesDo(
                new FashionMnist(data.toString(), "file:/none", false, 40, folder + "/elsewhere", 0, Labels.PUBLISHED));
    }

    @Test
    void shardsOfDrawnDigitsHoldWhatIsDrawn() throws IOException {
        assertThatShardsHoldWhatTheFilesDo(new SyntheticDigits(700, 30, 20, 1, folder.toString(), 0, Labels.PUBLISHED));
    }

    @Test
    void shardsOfPicturesHoldWhatTheFilesDoAndTheNamesOfTheClasses() throws IOException {
        PictureFolder.write(folder.resolve("pictures/cat"), 0, 40);
        PictureFolder.write(folder.resolve("pictures/owl"), 100, 20);
        Dataset pictures = new ImageFolder(
                folder + "/pictures",
                3,
                9,
                8,
                List.of(),
                0.2,
                6,
                OnError.FAIL,
                16384,
                50_000_000,
                "",
                0,
                Labels.PUBLISHED);
        assertThatShardsHoldWhatTheFilesDo(pictures);
        assertThat(Splits.open(pictures, Progress.SILENT).classNames()).containsExactly("cat", "owl");
        assertThat(folder.resolve("pictures/.shards")).isNotEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shardsOfSvhnHoldWhatTheFilesDo(boolean dropDuplicates) throws IOException {
        assertThatShardsHoldWhatTheFilesDo(svhn(BOTH, 50, dropDuplicates));
    }

    @Test
    void countsAndListsImagesThatAreInTwoParts() throws IOException {
        ShardedSplits shards = prepare(svhn(BOTH, 0, false));

        assertThat(shards.manifest().overlaps()).containsExactly(new Manifest.Overlap("test", "extra", 40));
        assertThat(Files.readAllLines(Path.of(shards.folder(), "duplicates.csv")))
                .hasSize(41)
                .startsWith(
                        "split,part,index,earlier_split,earlier_part,earlier_index",
                        "test,test,0,train,extra,0",
                        "test,test,1,train,extra,1");
        assertThat(shards.count(Split.TRAIN)).isEqualTo(1800);
        assertThat(prepare(svhn(BOTH, 0, true)).count(Split.TRAIN)).isEqualTo(1760);
    }

    @Test
    void rowsSayWhereTheirImagesComeFrom() throws IOException {
        Dataset data = svhn(BOTH, 50, false);
        ShardedSplits shards = prepare(data);
        LabelledImages published = new Svhn(
                        svhn.toString(), "file:/none", false, 0, BOTH, false, "", 0, Labels.PUBLISHED)
                .load(Split.TRAIN);

        int images = 0;
        for (Group row : ParquetRows.groups(Path.of(shards.folder()))) {
            if (isTest(shards, row)) {
                continue;
            }
            assertThat(row.getInteger("images", 0)).isLessThanOrEqualTo(512);
            byte[] parts = row.getBinary("parts", 0).getBytes();
            byte[] pixels = row.getBinary("pixels", 0).getBytes();
            for (int i = 0; i < row.getInteger("images", 0); i++) {
                byte[] image = new byte[3072];
                published.copy(300 * parts[i] + row.getInteger("indices", i), image, 0);
                assertThat(Arrays.copyOfRange(pixels, i * 3072, i * 3072 + 3072))
                        .isEqualTo(image);
                images++;
            }
        }
        assertThat(images).isEqualTo(1800);
    }

    private static boolean isTest(ShardedSplits shards, Group row) {
        return row.getBinary("parts", 0).getBytes()[0]
                == shards.manifest().parts().indexOf("test");
    }

    /** Both give the same shards, and neither's files disturb the other's. */
    @Test
    void twoAtOnceMakeTheSame() throws Exception {
        Dataset data = svhn(BOTH, 50, false);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<ShardedSplits>> both = threads.invokeAll(List.of(() -> prepare(data), () -> prepare(data)));
            assertThat(both.get(0).get()).isEqualTo(both.get(1).get());
        } finally {
            threads.shutdown();
        }
        ShardedSplits shards = ShardFolder.find(data).orElseThrow();
        assertThat(shards.read(Split.TRAIN, 0, shards.count(Split.TRAIN))).isNotNull();
        assertThat(folder.resolve("shards").toFile().list()).containsExactly(shards.hash());
    }

    @Test
    void clearsAwayWhatAKilledOneHasLeft() throws IOException, InterruptedException {
        Path root = folder.resolve("shards");
        Path left = Files.createDirectories(root.resolve(".prepare-left"));
        Files.writeString(left.resolve("train-0"), "pixels");
        try (ScratchDirectory running = ScratchDirectory.in(root.toString())) {
            assertThat(left).doesNotExist();
            Files.createDirectories(Path.of(running.folder()));
            Files.createDirectories(left);
            Dataset data = svhn(List.of(Svhn.Published.TRAIN), 0, false);
            Path unfinished = Files.createDirectories(root.resolve(data.source().hash()));
            Files.writeString(unfinished.resolve("train-00000.parquet"), "half of it");
            Files.writeString(unfinished.resolve("train-99999.parquet"), "no file of these shards");

            prepare(data);
            assertThat(left).doesNotExist();
            assertThat(unfinished.resolve("manifest.json")).exists();
            assertThat(unfinished.resolve("train-99999.parquet")).doesNotExist();
            assertThat(Path.of(running.folder())).isDirectory();
        }
        assertThat(Storage.list(root.toString())).noneMatch(name -> name.startsWith("."));
    }

    @Test
    void aBrokenFileIsToldInOneLineAndLeavesNothing() throws IOException {
        Path data = Files.createDirectories(folder.resolve("broken"));
        for (String name : List.of("train_32x32.mat", "test_32x32.mat")) {
            byte[] whole = Files.readAllBytes(svhn.resolve(name));
            Files.write(data.resolve(name), Arrays.copyOf(whole, whole.length / 2));
        }
        Dataset broken = new Svhn(
                data.toString(), "file:/none", false, 0, List.of(Svhn.Published.TRAIN), false, "", 0, Labels.PUBLISHED);

        assertThatThrownBy(() -> new Preparation(context, broken, Progress.SILENT).run())
                .cause()
                .cause()
                .isInstanceOf(InvalidInputException.class)
                .message()
                .matches(".*/t(rain|est)_32x32.mat ends early but must be whole");
        assertThat(data.resolve("shards")).doesNotExist();
    }

    private void assertThatShardsHoldWhatTheFilesDo(Dataset data) throws IOException {
        Splits raw = Splits.open(data, Progress.SILENT);
        assertThat(ShardFolder.find(data)).isEmpty();
        ShardedSplits shards = prepare(data);

        assertThat(Splits.open(data, Progress.SILENT)).isEqualTo(shards).isNotEqualTo(raw);
        assertThat(shards.hash()).isEqualTo(raw.hash());
        assertThat(shards.classNames()).isEqualTo(raw.classNames());
        assertThat(shards.normalization()).usingRecursiveComparison().isEqualTo(raw.normalization());
        for (Split split : Split.values()) {
            int count = raw.count(split);
            assertThat(shards.count(split)).isEqualTo(count);
            for (int[] range : new int[][] {{0, count}, {0, 1}, {count / 3, count / 2 + 1}, {count - 1, count}}) {
                if (count > 0) {
                    assertThat(shards.read(split, range[0], range[1]))
                            .usingRecursiveComparison()
                            .isEqualTo(raw.read(split, range[0], range[1]));
                }
            }
        }
    }

    private Svhn svhn(List<Svhn.Published> splits, int validation, boolean dropDuplicates) {
        return new Svhn(
                svhn.toString(),
                "file:/none",
                false,
                validation,
                splits,
                dropDuplicates,
                folder + "/shards",
                0,
                Labels.PUBLISHED);
    }

    private static ShardedSplits prepare(Dataset data) {
        try {
            return new Preparation(context, data, Progress.SILENT).run();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
