package org.meanfield.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.InvalidInputException;

final class StorageTest {
    private static final String HOME = Optional.ofNullable(System.getenv("HOME"))
            .filter(home -> !home.isEmpty())
            .orElse(System.getProperty("user.home"));

    @TempDir
    private Path folder;

    @AfterEach
    void forgetConfiguration() {
        Storage.configure(new Configuration());
    }

    @Test
    void readsWhatItWroteAndLeavesNothingBeside() {
        Storage.write(at("a/b/file"), bytes("one"));
        Storage.write(at("a/b/file"), bytes("two"));

        assertThat(Storage.read(at("a/b/file"))).isEqualTo(bytes("two"));
        assertThat(Storage.size(at("a/b/file"))).isEqualTo(3);
        assertThat(folder.resolve("a/b")).isDirectoryNotContaining(file -> !file.endsWith("file"));
    }

    @Test
    void leavesTheOldFileWhenWritingFails() {
        Storage.write(at("file"), bytes("old"));

        assertThatThrownBy(() -> Storage.write(at("file"), out -> {
                    out.write(1);
                    throw new IOException("disk on fire\nreally");
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("Cannot write " + at("file") + ": disk on fire\\nreally");
        assertThat(Storage.read(at("file"))).isEqualTo(bytes("old"));
        assertThat(Storage.list(at(""))).containsExactly("file");
    }

    @Test
    void movesFoldersInPlaceOfOthers() {
        Storage.write(at("new/part"), bytes("new"));
        Storage.write(at("old/sub/part"), bytes("old"));
        Storage.move(at("new"), at("old"));
        Storage.move(at("old"), at("deep/down"));

        assertThat(Storage.list(at(""))).containsExactly("deep");
        assertThat(Storage.list(at("deep/down"))).containsExactly("part");
    }

    @Test
    void movingNothingLeavesTheTarget() {
        Storage.write(at("target"), bytes("x"));

        assertThatThrownBy(() -> Storage.move(at("nowhere"), at("target")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("Cannot move %1$s/nowhere to %1$s/target: there is no %1$s/nowhere".formatted(folder));
        assertThat(Storage.exists(at("target"))).isTrue();
    }

    @Test
    void refusesWhatIsNoPath() {
        assertThatThrownBy(() -> Storage.exists(""))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("path is '' but must be a local path or an address");
    }

    @Test
    void refusesAnAddressOfNoFileSystem() {
        assertThatThrownBy(() -> Storage.exists("file://out/x"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("path is 'file://out/x' but must be local or of a file system that Hadoop knows "
                        + "(Wrong FS: file://out/x, expected: file:///)");
        assertThatThrownBy(() -> Storage.exists("htdfs://out/x"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("path is 'htdfs://out/x' but must be local or of a file system that Hadoop knows "
                        + "(No FileSystem for scheme \"htdfs\")");
    }

    /** As {@code s3a://} is on a Spark without its package. */
    @Test
    void namesThePackageThatAFileSystemLacks() {
        Configuration hadoop = new Configuration();
        hadoop.set("fs.s9a.impl", "org.apache.hadoop.fs.s9a.Elsewhere");
        Storage.configure(hadoop);

        assertThatThrownBy(() -> Storage.exists("s9a://bucket/x"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("path is 's9a://bucket/x' but must be local or of a file system that Hadoop knows "
                        + "(for s3a:// add the package org.apache.spark:spark-hadoop-cloud_2.12)");
    }

    @Test
    void saysWhichHostIsUnknown() {
        assertThatThrownBy(() -> Storage.write("hdfs://nohost.invalid/x", bytes("x")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("Cannot write hdfs://nohost.invalid/x: there is no host nohost.invalid");
    }

    @Test
    void deletesFoldersWithWhatIsInThem() {
        Storage.write(at("doomed/sub/file"), bytes("x"));
        Storage.delete(at("doomed"));
        Storage.delete(at("doomed"));

        assertThat(Storage.exists(at("doomed"))).isFalse();
        assertThat(Storage.list(at("doomed"))).isEmpty();
    }

    @Test
    void listsNamesInOrder() {
        for (String name : new String[] {"c", "a", "b"}) {
            Storage.write(at(name), bytes(name));
        }

        assertThat(Storage.list(at(""))).containsExactly("a", "b", "c");
    }

    @Test
    void theHomeFolderIsTheShells() {
        assertThat(Storage.home("/home/a", "/root")).isEqualTo("/home/a");
        assertThat(Storage.home(null, "/root")).isEqualTo("/root");
        assertThat(Storage.home("", "/root")).isEqualTo("/root");
    }

    @Test
    void aFolderIsNoFile() {
        String path = folder.toString();
        for (Consumer<String> reading : List.<Consumer<String>>of(Storage::read, Storage::open, Storage::seekable)) {
            assertThatThrownBy(() -> reading.accept(path))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("%s is a folder but must be a file", path);
        }
    }

    @Test
    void expandsTheHomeFolderOnly() {
        assertThat(Storage.expand("~/x")).isEqualTo("file:" + HOME + "/x");
        assertThat(Storage.expand("~")).isEqualTo("file:" + HOME);
        assertThat(Storage.expand("/a/~/b")).isEqualTo("/a/~/b");
        assertThat(Storage.expand("~somebody")).isEqualTo("~somebody");
    }

    @Test
    void makesRelativePathsAbsolute() {
        assertThat(Storage.absolute("a/b"))
                .isEqualTo(Path.of("a/b").toAbsolutePath().toString());
        for (String path : List.of("/a/b", "~/a", "file:/a", "s3a://bucket", "hdfs://host/a")) {
            assertThat(Storage.absolute(path)).isEqualTo(path);
        }
    }

    @Test
    void readsFileAddressesAndNamesWithSpaces() throws IOException {
        Path file = folder.resolve("with space");
        Files.write(file, bytes("x"));

        assertThat(Storage.read("file:" + file)).isEqualTo(bytes("x"));
    }

    @Test
    void saysWhichFileIsMissing() {
        assertThatThrownBy(() -> Storage.read(at("nowhere")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("Cannot read " + at("nowhere") + ": ");
    }

    @Test
    void replacesFilesAlsoWhereRenamingDoesNot() {
        Configuration hadoop = new Configuration();
        hadoop.set("fs.strict.impl", StrictFileSystem.class.getName());
        Storage.configure(hadoop);
        String file = "strict://host" + folder + "/file";
        Storage.write(file, bytes("one"));
        Storage.write(file, bytes("two"));

        assertThat(Storage.read(file)).isEqualTo(bytes("two"));
        assertThat(Storage.list("strict://host" + folder)).containsExactly("file");
    }

    /** Local files under an address of their own; like HDFS it refuses to rename to a file that is there. */
    public static final class StrictFileSystem extends RawLocalFileSystem {
        @Override
        public URI getUri() {
            return URI.create("strict://host");
        }

        @Override
        public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to) throws IOException {
            return !exists(to) && super.rename(from, to);
        }
    }

    @Test
    void anAddressHasNoPassword() {
        assertThatThrownBy(() -> Storage.exists("s3a://AKIA:secret@bucket/runs"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("path is an address of s3a://…@bucket with a password but must be without: "
                        + "credentials come from providers or the environment");
    }

    @Test
    void anObjectIsWrittenInItsPlaceAndAppearsWhole() {
        Configuration hadoop = new Configuration();
        hadoop.set("fs.objects.impl", ObjectStore.class.getName());
        Storage.configure(hadoop);
        String file = "objects://host" + folder + "/file";
        Storage.write(file, bytes("one"));
        Storage.write(file, bytes("two"));
        assertThat(Storage.read(file)).isEqualTo(bytes("two"));

        assertThatThrownBy(() -> Storage.write(file, out -> {
                    try (OutputStream closing = out) { // as libraries do
                        closing.write(bytes("half of thr"));
                        throw new IllegalStateException("ended early");
                    }
                }))
                .hasMessage("ended early");
        assertThat(Storage.read(file)).isEqualTo(bytes("two"));
        assertThat(Storage.list("objects://host" + folder)).containsExactly("file");
    }

    /** A store in which a file appears when its stream is closed, unless that has been aborted, and nothing may be renamed. */
    public static final class ObjectStore extends RawLocalFileSystem {
        @Override
        public URI getUri() {
            return URI.create("objects://host");
        }

        @Override
        public boolean hasPathCapability(org.apache.hadoop.fs.Path path, String capability) throws IOException {
            return capability.equals(CommonPathCapabilities.ABORTABLE_STREAM)
                    || super.hasPathCapability(path, capability);
        }

        @Override
        public FSDataOutputStream create(org.apache.hadoop.fs.Path path, boolean overwrite) throws IOException {
            return new FSDataOutputStream(new Upload(pathToFile(path).toPath()), null);
        }

        @Override
        public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to) {
            throw new AssertionError("a rename copies");
        }
    }

    private static final class Upload extends ByteArrayOutputStream implements Abortable {
        private final Path file;
        private boolean aborted;

        Upload(Path file) {
            this.file = file;
        }

        @Override
        public AbortableResult abort() {
            aborted = true;
            return null;
        }

        @Override
        public void close() throws IOException {
            if (!aborted) {
                Files.write(file, toByteArray());
            }
        }
    }

    private String at(String name) {
        return folder + "/" + name;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
