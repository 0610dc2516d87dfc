package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.util.SizeEstimator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.data.Labels;
import org.meanfield.data.ShardedSplits;
import org.meanfield.data.Split;
import org.meanfield.data.Svhn;
import org.meanfield.storage.Progress;
import org.meanfield.testing.LocalSpark;
import org.meanfield.testing.Program;
import org.meanfield.testing.SmallHeap;
import org.meanfield.testing.SvhnFiles;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Shards that are larger than what they may take of the heap: 70 MB here. */
final class ShardTest {
    private static final int IMAGES = 23_000;
    private static final ClassTag<Shard> SHARD = ClassTag$.MODULE$.apply(Shard.class);

    @TempDir
    private static Path folder;

    private static ShardedSplits splits;

    @BeforeAll
    static void prepare() throws IOException, InterruptedException {
        JavaSparkContext context = LocalSpark.context();
        SvhnFiles.write(folder.resolve("train_32x32.mat"), IMAGES, 1);
        SvhnFiles.write(folder.resolve("test_32x32.mat"), 10, 2);
        Svhn data = new Svhn(
                folder.toString(),
                "file:/none",
                false,
                0,
                List.of(Svhn.Published.TRAIN),
                false,
                "",
                0,
                Labels.PUBLISHED);
        splits = new Preparation(context, data, Progress.SILENT).run();
    }

    @Test
    void aLargeShardIsInAFileThatNobodyElseSees() {
        Shard shard = new Shard.Slice(splits, 0, 0, IMAGES).read();
        Shard small = new Shard.Slice(splits, 0, 0, IMAGES / 2).read();

        assertThat(shard.images().pixels().isDirect()).isTrue();
        assertThat(small.images().pixels().isDirect()).isFalse();
        assertThat(shard.images().pixels().slice(0, small.images().pixels().capacity()))
                .isEqualTo(small.images().pixels());
        assertThat(SizeEstimator.estimate(shard)).isLessThan(1 << 20);
        assertThat(SparkEnv.get()
                        .blockManager()
                        .diskBlockManager()
                        .getAllFiles()
                        .size())
                .isZero();
    }

    @Test
    void aShardTravelsAsTheNameOfItsImages() {
        Shard shard = new Shard.Slice(splits, 1, 500, IMAGES).read();
        SerializerInstance serializer = SparkEnv.get().serializer().newInstance();
        ByteBuffer bytes = serializer.serialize(shard, SHARD);

        assertThat(bytes.remaining()).isLessThan(10_000);
        Shard arrived = serializer.deserialize(bytes, SHARD);
        assertThat(arrived.worker()).isEqualTo(1);
        assertThat(arrived.images()).usingRecursiveComparison().isEqualTo(shard.images());
    }

    @Test
    void aHeapSmallerThanTheShardIsEnough() {
        long expected = SmallHeap.sum(splits.read(Split.TRAIN, 0, IMAGES));
        Program.Result result = Program.run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseParallelGC",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName(),
                folder.toString(),
                folder.resolve("mapped").toString());

        assertThat(result.code()).as(result.err()).isZero();
        String[] words = result.out().split(" ", 2);
        assertThat(Long.parseLong(words[0])).isEqualTo(expected);
        assertThat(Long.parseLong(words[1])).isLessThan(IMAGES * 3072L);
    }
}
