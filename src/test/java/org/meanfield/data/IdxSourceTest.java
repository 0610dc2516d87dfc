package org.meanfield.data;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.InvalidInputException;
import org.meanfield.image.LabelledImages;
import org.meanfield.storage.Progress;
import org.meanfield.storage.Sha256;
import org.meanfield.storage.Storage;
import org.meanfield.testing.IdxFiles;

final class IdxSourceTest {
    private static final List<byte[]> FILES =
            List.of(IdxFiles.images(120), IdxFiles.labels(120), IdxFiles.images(20), IdxFiles.labels(20));
    private static final List<String> SUMS = FILES.stream().map(Sha256::of).toList();
    private static final String REMEDY = "put train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, "
            + "t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz into %s, or set data.mirror";

    @TempDir
    private Path temporary;

    private final Map<String, byte[]> served = new ConcurrentHashMap<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());
    private boolean withRanges = true;
    private HttpServer server;
    private String folder;

    @BeforeEach
    void start() throws IOException {
        folder = temporary + "/data";
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        for (int i = 0; i < 4; i++) {
            served.put("/" + IdxSource.NAMES.get(i) + ".gz", IdxFiles.gzip(FILES.get(i)));
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** Kaggle's and Finder's spelling; Kaggle's archive has folders of the files' names too. */
    @Test
    void findsBothSpellingsOfAName() {
        for (int i = 0; i < 4; i++) {
            String dotted = IdxSource.NAMES.get(i).replace("-idx", ".idx");
            boolean zipped = i % 2 == 0;
            Storage.write(
                    Storage.child(folder, dotted + (zipped ? ".gz" : "")),
                    zipped ? IdxFiles.gzip(FILES.get(i)) : FILES.get(i));
            Storage.write(Storage.child(folder, IdxSource.NAMES.get(i) + "/" + IdxSource.NAMES.get(i)), FILES.get(i));
        }
        IdxSource source = source(mirror(), 0);
        source.fetch(line -> {});

        assertThat(requests).isEmpty();
        assertThat(source.load(Split.TRAIN).count()).isEqualTo(120);
        assertThat(source.load(Split.TEST).count()).isEqualTo(20);
    }

    @Test
    void aFolderOfAFilesNameIsSaid() {
        Storage.write(folder + "/train-images-idx3-ubyte/x", new byte[1]);
        String message = folder + "/train-images-idx3-ubyte is a folder but must be a file";
        IdxSource source = source(mirror(), 0);

        assertThatThrownBy(() -> source.fetch(line -> {}))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> source.load(Split.TRAIN))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
        assertThat(requests).isEmpty();
    }

    @Test
    void fetchesEachMissingFileOnce() {
        List<String> log = new ArrayList<>();
        put(1, IdxFiles.labels(120));
        IdxSource source = source(mirror(), 0);
        source.fetch(log::add);
        source.fetch(log::add);

        assertThat(requests)
                .containsExactly(
                        "/train-images-idx3-ubyte.gz", "/t10k-images-idx3-ubyte.gz", "/t10k-labels-idx1-ubyte.gz");
        assertThat(log).anyMatch(line -> line.matches("train-images-idx3-ubyte.gz: 0.0 of 0.0 MB, 100 %"));
        assertThat(source.load(Split.TEST).count()).isEqualTo(20);
        assertThat(Storage.list(folder))
                .containsExactly(
                        "t10k-images-idx3-ubyte.gz",
                        "t10k-labels-idx1-ubyte.gz",
                        "train-images-idx3-ubyte.gz",
                        "train-labels-idx1-ubyte");
    }

    /** The second one waits for the first and takes what it has fetched; so it does where that is another process. */
    @Test
    void twoAtOnceFetchEachFileOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Callable<Integer> fetch = () -> {
                IdxSource source = source(mirror(), 0);
                source.fetch(Progress.SILENT);
                return source.load(Split.TRAIN).count();
            };
            for (Future<Integer> count : threads.invokeAll(List.of(fetch, fetch))) {
                assertThat(count.get()).isEqualTo(120);
            }
        } finally {
            threads.shutdown();
        }
        assertThat(requests).doesNotHaveDuplicates().hasSize(4);
        assertThat(Storage.list(folder)).hasSize(4);
    }

    @Test
    void fetchesFromAFolder() {
        served.forEach((name, bytes) -> Storage.write(temporary + "/mirror" + name, bytes));
        IdxSource source = source("file:" + temporary + "/mirror", 0);
        source.fetch(Progress.SILENT);

        assertThat(source.load(Split.TRAIN).count()).isEqualTo(120);
    }

    @Test
    void aBrokenConnectionLeavesAPartThatTheNextFetchGoesOnFrom() {
        served.put("/train-images-idx3-ubyte.gz", new byte[0]);

        assertThatThrownBy(() -> source(mirror(), 0).fetch(Progress.SILENT))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(absent()
                        + "Cannot fetch %strain-images-idx3-ubyte.gz (it ended after 10 of 1000 bytes): %s"
                                .formatted(mirror(), REMEDY.formatted(folder)));
        assertThat(Storage.list(folder)).containsExactly("train-images-idx3-ubyte.gz.part");

        byte[] whole = IdxFiles.gzip(FILES.get(0));
        served.put("/train-images-idx3-ubyte.gz", whole);
        Storage.append(folder + "/train-images-idx3-ubyte.gz.part", 0, out -> out.write(whole, 0, 30));
        source(mirror(), 0).fetch(Progress.SILENT);
        assertThat(ranges).containsExactly("bytes=30-");
        assertThat(source(mirror(), 0).load(Split.TRAIN).count()).isEqualTo(120);
        assertThat(Storage.list(folder)).hasSize(4).noneMatch(name -> name.endsWith(".part"));
    }

    @Test
    void aPartOfAnotherFileIsThrownAway() {
        Storage.append(folder + "/train-images-idx3-ubyte.gz.part", 0, out -> out.write(new byte[30]));

        assertThatThrownBy(() -> source(mirror(), 0).fetch(Progress.SILENT)).isInstanceOf(InvalidInputException.class);
        assertThat(Storage.list(folder)).isEmpty();
        source(mirror(), 0).fetch(Progress.SILENT);
        assertThat(source(mirror(), 0).load(Split.TRAIN).count()).isEqualTo(120);
    }

    @Test
    void aServerWithoutRangesSendsItAllAgain() {
        withRanges = false;
        Storage.append(folder + "/train-images-idx3-ubyte.gz.part", 0, out -> out.write(new byte[30]));
        source(mirror(), 0).fetch(Progress.SILENT);

        assertThat(source(mirror(), 0).load(Split.TRAIN).count()).isEqualTo(120);
    }

    @Test
    void aPartThatIsLongerThanTheFileIsThrownAway() {
        Storage.append(folder + "/train-images-idx3-ubyte.gz.part", 0, out -> out.write(new byte[100_000]));
        source(mirror(), 0).fetch(Progress.SILENT);

        assertThat(source(mirror(), 0).load(Split.TRAIN).count()).isEqualTo(120);
    }

    @Test
    void saysWhatToPutWhereWhenTheMirrorLacksAFile() {
        served.clear();

        assertThatThrownBy(() -> source(mirror(), 0).fetch(Progress.SILENT))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(absent()
                        + "Cannot fetch %strain-images-idx3-ubyte.gz (HTTP status 404): %s"
                                .formatted(mirror(), REMEDY.formatted(folder)));
    }

    @Test
    void saysWhatToPutWhereWhenTheMirrorCannotBeReached() {
        String mirror = mirror();
        server.stop(0);

        assertThatThrownBy(() -> source(mirror, 0).fetch(Progress.SILENT))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(absent()
                        + "Cannot fetch %strain-images-idx3-ubyte.gz (Connection refused): %s"
                                .formatted(mirror, REMEDY.formatted(folder)));
        assertThatThrownBy(() -> source("file:" + temporary + "/nowhere", 0).fetch(Progress.SILENT))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith(
                        absent() + "Cannot fetch file:%s/nowhere/train-images-idx3-ubyte.gz (".formatted(temporary))
                .hasMessageEndingWith(REMEDY.formatted(folder));
    }

    private String absent() {
        return "data.path is %s, which does not exist. ".formatted(folder);
    }

    @Test
    void aWrongSumLeavesNothing() {
        byte[] other = IdxFiles.images(120);
        other[500] ^= 1;
        served.put("/train-images-idx3-ubyte.gz", IdxFiles.gzip(other));

        assertThatThrownBy(() -> source(mirror(), 0).fetch(Progress.SILENT))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("SHA-256 of the decompressed %strain-images-idx3-ubyte.gz is %s but must be %s, %s"
                        .formatted(mirror(), Sha256.of(other), SUMS.get(0), "unless data.verify is false"));
        assertThat(Storage.list(folder)).isEmpty();

        IdxSource trusting = new IdxSource(folder, mirror(), false, 0, SUMS, IdxSource.DIGITS);
        trusting.fetch(Progress.SILENT);
        assertThat(trusting.load(Split.TRAIN).count()).isEqualTo(120);
    }

    @Test
    void checksTheSumsOfFilesThatAreThere() {
        putAll();
        byte[] other = IdxFiles.labels(20);
        other[9] ^= 1;
        put(3, other);

        assertThatThrownBy(() -> source("file:/none", 0).load(Split.TEST))
                .hasMessage("SHA-256 of the decompressed %s/t10k-labels-idx1-ubyte is %s but must be %s, %s"
                        .formatted(folder, Sha256.of(other), SUMS.get(3), "unless data.verify is false"));
    }

    @Test
    void refusesLabelsThatDoNotFit() {
        putAll();
        put(1, IdxFiles.labels(119));
        put(3, IdxFiles.file(new int[] {2049, 20}, "01234567890123456789".getBytes(US_ASCII)));
        IdxSource source = new IdxSource(folder, "file:/none", false, 0, SUMS, IdxSource.DIGITS);

        assertThatThrownBy(() -> source.load(Split.TRAIN))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(("number of labels in %1$s/train-labels-idx1-ubyte is 119 but must be 120, "
                                + "as many as there are images in %1$s/train-images-idx3-ubyte")
                        .formatted(folder));
        put(1, IdxFiles.labels(120));
        assertThatThrownBy(() -> source.load(Split.TEST))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("label 0 of %s/t10k-labels-idx1-ubyte is 48 but must be in 0 … 9".formatted(folder));
    }

    @Test
    void saysWhichFileIsMissing() {
        assertThatThrownBy(() -> source("file:/none", 0).load(Split.TRAIN))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("data.path is %s but must be a folder with train-images-idx3-ubyte.gz".formatted(folder));
    }

    @Test
    void validationAndTrainArePartsOfThePublishedSplit() {
        putAll();
        LabelledImages train = source("file:/none", 23).load(Split.TRAIN);
        LabelledImages validation = source("file:/none", 23).load(Split.VALIDATION);

        assertThat(source("file:/none", 23).load(Split.TRAIN).pixels()).isEqualTo(train.pixels());
        assertThat(perClass(validation)).containsExactly(3, 3, 3, 2, 2, 2, 2, 2, 2, 2);
        assertThat(IntStream.concat(identities(train), identities(validation)).sorted())
                .containsExactlyElementsOf(IntStream.range(0, 120).boxed().toList());
        assertThat(identities(train).boxed().toList()).isSorted();
        assertThat(identities(validation).boxed().toList()).isSorted();
        assertThat(source("file:/none", 0).load(Split.VALIDATION).count()).isZero();
    }

    @Test
    void aLargerValidationPartContainsTheSmaller() {
        putAll();

        assertThat(identities(source("file:/none", 60).load(Split.VALIDATION)).boxed())
                .containsAll(identities(source("file:/none", 23).load(Split.VALIDATION))
                        .boxed()
                        .toList());
    }

    @Test
    void leavesSomeOfEachClassForTraining() {
        putAll();

        assertThat(source("file:/none", 110).load(Split.TRAIN).count()).isEqualTo(10);
        assertThatThrownBy(() -> source("file:/none", 111).load(Split.TRAIN))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("data.validation is 111 but must be less: it takes 12 of the 12 images of class 0");
    }

    @Test
    void theHashTellsContentsAndPartsButNotPlaces() {
        putAll();
        String hash = source("file:/none", 0).hash();
        IdxSource elsewhere = new IdxSource(temporary + "/elsewhere", mirror(), false, 0, SUMS, IdxSource.DIGITS);
        elsewhere.fetch(Progress.SILENT);

        assertThat(hash).matches("[0-9a-f]{64}");
        assertThat(elsewhere.hash()).isEqualTo(hash);
        assertThat(source("file:/none", 10).hash()).isNotEqualTo(hash);

        byte[] other = IdxFiles.labels(20);
        other[9] = 5;
        Storage.write(temporary + "/elsewhere/t10k-labels-idx1-ubyte.gz", other);
        assertThat(elsewhere.hash()).isNotEqualTo(hash);
    }

    private IdxSource source(String mirror, int validation) {
        return new IdxSource(folder, mirror, true, validation, SUMS, IdxSource.DIGITS);
    }

    private String mirror() {
        return "http://127.0.0.1:%d/".formatted(server.getAddress().getPort());
    }

    private void putAll() {
        for (int i = 0; i < 4; i++) {
            put(i, FILES.get(i));
        }
    }

    private void put(int index, byte[] bytes) {
        Storage.write(Storage.child(folder, IdxSource.NAMES.get(index)), bytes);
    }

    /** A file that is empty here breaks off after its first bytes. */
    private void answer(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath();
        requests.add(name);
        byte[] bytes = served.get(name);
        try (exchange) {
            if (bytes == null) {
                exchange.sendResponseHeaders(404, -1);
            } else if (bytes.length == 0) {
                exchange.sendResponseHeaders(200, 1000);
                exchange.getResponseBody().write(new byte[10]);
                exchange.getResponseBody().flush();
            } else {
                send(exchange, bytes);
            }
        }
    }

    private void send(HttpExchange exchange, byte[] bytes) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range == null || !withRanges) {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            return;
        }
        ranges.add(range);
        int start = Integer.parseInt(range.replaceAll("\\D", ""));
        if (start >= bytes.length) {
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        exchange.getResponseHeaders()
                .set("Content-Range", "bytes %d-%d/%d".formatted(start, bytes.length - 1, bytes.length));
        exchange.sendResponseHeaders(206, bytes.length - start);
        exchange.getResponseBody().write(bytes, start, bytes.length - start);
    }

    private static IntStream identities(LabelledImages images) {
        return IntStream.range(0, images.count())
                .map(i -> Byte.toUnsignedInt(images.pixels().get(i * 784)));
    }

    private static int[] perClass(LabelledImages images) {
        int[] counts = new int[10];
        for (byte label : images.labels()) {
            counts[label]++;
        }
        return counts;
    }
}
