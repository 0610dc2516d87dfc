package org.meanfield.storage;

import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Reason;

/** Lookup of a path's file system: Hadoop has many exceptions for an unknown one. */
final class FileSystems {
    private static volatile Optional<LocalFiles> local = Optional.empty();

    private FileSystems() {}

    /**
     * Returns the file system of {@code path}.
     *
     * @param given the path as the user has written it, for messages
     * @throws InvalidInputException if Hadoop knows no file system for it, or the locale cannot encode a local one
     * @throws IOException if the file system cannot be reached
     */
    static FileSystem of(String given, Path path, Configuration configuration) throws IOException {
        checkNoPassword(path);
        if ("s3a".equals(path.toUri().getScheme())) {
            S3Endpoint.check(path.toUri().getAuthority(), configuration);
        }
        try {
            FileSystem files = path.getFileSystem(configuration);
            files.makeQualified(path); // which checks that the address belongs to it
            if (files instanceof LocalFileSystem local) {
                FileNames.check(given);
                return local(local, configuration);
            }
            return files;
        } catch (UnsupportedFileSystemException e) {
            throw unknown(given, Reason.line(e), e);
        } catch (IllegalArgumentException e) {
            if (e.getCause() instanceof UnknownHostException host) {
                throw new IOException("there is no host " + host.getMessage(), host);
            }
            throw unknown(given, e.getMessage(), e);
        } catch (RuntimeException e) {
            if (e.getCause() instanceof ClassNotFoundException) {
                throw unknown(given, "for s3a:// add the package org.apache.spark:spark-hadoop-cloud_2.12", e);
            }
            throw e;
        }
    }

    /** It would be in tables and models, and in messages, of which this is none. */
    private static void checkNoPassword(Path path) {
        String user = path.toUri().getUserInfo();
        if (user != null && user.contains(":")) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "path is an address of %s://…@%s with a password but must be without: credentials come from providers or the environment",
                    path.toUri().getScheme(),
                    path.toUri().getHost()));
        }
    }

    private static LocalFiles local(LocalFileSystem hadoops, Configuration configuration) throws IOException {
        if (local.isEmpty()) {
            local = Optional.of(LocalFiles.of(hadoops.getUri(), configuration));
        }
        return local.get();
    }

    /** Returns whether there is a folder where a file should be. */
    static boolean isFolder(String given, Path path, Configuration configuration) {
        try {
            return of(given, path, configuration).getFileStatus(path).isDirectory();
        } catch (IOException e) {
            return false; // there is nothing, or it can't be told: the first failure says why
        }
    }

    private static InvalidInputException unknown(String given, String reason, Exception cause) {
        return new InvalidInputException(
                "path is '%s' but must be local or of a file system that Hadoop knows (%s)".formatted(given, reason),
                cause);
    }
}
