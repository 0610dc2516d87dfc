package org.meanfield.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.InvalidInputException;
import org.meanfield.image.ImageShape;
import org.meanfield.image.LabelledImages;

/** With small archives in the published form ({@code src/test/python/cifar_files.py}). */
final class CifarSourceTest {
    @TempDir
    private Path temporary;

    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private String folder;

    @BeforeEach
    void start() throws IOException {
        folder = temporary + "/data";
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String name = exchange.getRequestURI().getPath().substring(1);
            requests.add(name);
            try (exchange;
                    InputStream file = CifarSourceTest.class.getResourceAsStream(name)) {
                byte[] bytes = file.readAllBytes();
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void fetchesTheArchiveOnceAndReadsItsFilesInOrder() {
        CifarSource source = source(false, CifarKind.CIFAR_10);
        source.fetch(line -> {});
        source.fetch(line -> {});
        LabelledImages train = source.load(Split.TRAIN);
        LabelledImages test = source.load(Split.TEST);

        assertThat(requests).containsExactly("cifar-10-binary.tar.gz");
        assertThat(source.shape()).isEqualTo(new ImageShape(3, 32, 32));
        assertThat(train.labels()).containsExactly(1, 4, 7, 0, 2, 5, 8, 1, 3, 6, 9, 2, 4, 7, 0, 3, 5, 8, 1, 4);
        assertThat(test.labels()).containsExactly(6, 9, 2);
        assertThat(test.count()).isEqualTo(3);
        float[] last = test.image(2).pixels();
        assertThat(last[0]).isEqualTo(2 / 255f);
        assertThat(last[1024]).isEqualTo(102 / 255f);
        assertThat(last[2048]).isEqualTo(0);
        assertThat(last[2049]).isEqualTo(200 / 255f);
        assertThat(source.classNames()).startsWith("airplane").endsWith("truck");
        assertThat(source.checksums()).hasSize(6);
        assertThat(source.stamp()).isNotEmpty();
    }

    @Test
    void theLabelOfCifar100IsTheFinerOne() {
        CifarSource source = source(false, CifarKind.CIFAR_100);
        source.fetch(line -> {});

        assertThat(source.load(Split.TRAIN).labels()).containsExactly(1, 4, 7, 10, 13);
        assertThat(source.load(Split.TEST).labels()).containsExactly(97, 0);
        assertThat(source.classes()).isEqualTo(100);
        assertThat(source.load(Split.TEST).image(1).pixels()[2049]).isEqualTo(200 / 255f);
    }

    @Test
    void refusesWhatIsNotThePublishedFile() {
        CifarSource source = source(true, CifarKind.CIFAR_100);
        assertThatThrownBy(() -> source.fetch(line -> {}))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageMatching("MD5 of http://.*/cifar-100-binary.tar.gz is [0-9a-f]{32} but must be "
                        + "03b5dce01913d631647c71ecec9e9cb8, unless data.verify is false");
        source(false, CifarKind.CIFAR_100).fetch(line -> {});
        assertThatThrownBy(source::checksums)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageMatching("MD5 of .*/train.bin is [0-9a-f]{32} but must be "
                        + "6172c7755cfe09b2fe270c85cebc1b15, unless data.verify is false");
    }

    @Test
    void refusesFilesThatAreMissingOrBroken() throws IOException {
        CifarSource source = source(false, CifarKind.CIFAR_10);
        assertThatThrownBy(() -> source.load(Split.TEST))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("data.path is %s but must be a folder with data_batch_1.bin".formatted(folder));
        source.fetch(line -> {});
        Path test = Path.of(folder, "test_batch.bin");
        byte[] whole = Files.readAllBytes(test);
        Files.write(test, new byte[3072]);
        assertThatThrownBy(() -> source(false, CifarKind.CIFAR_10).verifyReadable())
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("length of %s is 3,072 bytes but must be a multiple of 3,073, for 1 … 1,000,000 images"
                        .formatted(test));
        whole[3073] = 10;
        Files.write(test, whole);
        assertThatThrownBy(() -> source.load(Split.TEST))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("label of image 1 in %s is 10 but must be in 0 … 9".formatted(test));
    }

    @Test
    void refusesArchivesThatAreBrokenOrLackAFile() throws IOException {
        byte[] whole;
        try (InputStream in = CifarSourceTest.class.getResourceAsStream("cifar-100-binary.tar.gz")) {
            whole = in.readAllBytes();
        }
        Path archive = Files.write(temporary.resolve("archive.tar.gz"), whole);
        assertThatThrownBy(() -> TarFile.unpack(archive.toString(), folder, List.of("train.bin", "other.bin")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(archive + " lacks other.bin");
        Files.write(archive, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> TarFile.unpack(archive.toString(), folder, List.of("test.bin")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(archive + " is a broken archive (")
                .hasMessageEndingWith(") but must be whole");
    }

    private CifarSource source(boolean verify, CifarKind kind) {
        return new CifarSource(
                folder, "http://127.0.0.1:%d/".formatted(server.getAddress().getPort()), verify, 0, kind);
    }
}
