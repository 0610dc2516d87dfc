package org.meanfield.train.checkpoint;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.storage.Sha256;
import org.meanfield.testing.Fuzzed;

/**
 * Any bytes as the files of a model and of a checkpoint. An input has the files one after the other, each but the last with a
 * line of its length before; the sums of the manifest are those of the files, which would else hide everything behind them.
 */
final class BundleFuzzTest {
    private static final List<String> MODEL = List.of("manifest.json", "model.json", "parameters.f32", "updater.f32");
    private static final List<String> CHECKPOINT = List.of(
            "manifest.json",
            "configuration.json",
            "history.json",
            "parameters.f32",
            "updater.f32",
            "outer-momentum.f32",
            "outer-average.f32");
    private static final String SUMS = "sha256";

    @TempDir
    private static Path folder;

    static List<byte[]> seeds() throws IOException, URISyntaxException {
        Path earlier = Path.of(BundleFuzzTest.class.getResource("earlier").toURI());
        return List.of(
                seed(earlier.resolve("models/old-cnn-01352938"), MODEL),
                seed(earlier.resolve("checkpoints/old-resnet-dee9ffe9/round-000002"), CHECKPOINT));
    }

    private static byte[] seed(Path bundle, List<String> names) throws IOException {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        for (String name : names) {
            byte[] file = Files.readAllBytes(bundle.resolve(name));
            input.writeBytes(Fuzzed.text(file.length + "\n"));
            input.writeBytes(file);
        }
        return input.toByteArray();
    }

    @MethodSource("seeds")
    @FuzzTest
    void read(byte[] input) throws Exception {
        List<byte[]> files = split(input);
        Path model = write(folder.resolve("models/a-00000000"), MODEL, files);
        Path round = write(folder.resolve("checkpoints/a-00000000/round-000002"), CHECKPOINT, files);

        Fuzzed.read(() -> ModelFiles.read("model", model.toString()));
        Fuzzed.read(() -> Checkpoints.kept("model", round.toString()));
        Fuzzed.read(() -> new Checkpoints(folder.toString(), "a-00000000", 2).find(line -> {}));
    }

    private static List<byte[]> split(byte[] input) {
        List<byte[]> files = new ArrayList<>();
        int at = 0;
        while (at < input.length && files.size() < CHECKPOINT.size()) {
            int length = 0;
            while (at < input.length && input[at] >= '0' && input[at] <= '9' && length < input.length) {
                length = 10 * length + input[at++] - '0';
            }
            at = Math.min(input.length, at + 1);
            int end = Math.min(input.length, at + length);
            files.add(Arrays.copyOfRange(input, at, end));
            at = end;
        }
        return files;
    }

    private static Path write(Path bundle, List<String> names, List<byte[]> files) throws IOException {
        Files.createDirectories(bundle);
        for (int i = 0; i < names.size(); i++) {
            byte[] file = i < files.size() ? files.get(i) : new byte[0];
            Files.write(bundle.resolve(names.get(i)), i == 0 ? summed(file, names, files) : file);
        }
        return bundle;
    }

    /** Returns a manifest with the sums of the files, where it is one. */
    private static byte[] summed(byte[] manifest, List<String> names, List<byte[]> files) {
        try {
            JsonNode tree = new ObjectMapper().readTree(manifest);
            if (tree instanceof ObjectNode object && object.path(SUMS) instanceof ObjectNode sums) {
                sums.remove(names.get(0));
                for (int i = 1; i < names.size(); i++) {
                    if (sums.has(names.get(i))) {
                        sums.put(names.get(i), Sha256.of(i < files.size() ? files.get(i) : new byte[0]));
                    }
                }
                return Fuzzed.text(object.toString());
            }
            return manifest;
        } catch (IOException e) {
            return manifest; // as it is: the reader has to refuse it
        }
    }
}
