package org.meanfield.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.meanfield.config.Reason;
import org.meanfield.storage.Sha256;
import org.meanfield.storage.Storage;

/**
 * The checksums of a file, in hex.
 *
 * @param md5 as publishers of older data sets list it
 * @param sha256 as manifests have it
 */
record Md5(String md5, String sha256) {
    private static final int BUFFER = 1 << 16;

    /** Reads a file. */
    static Md5 of(String file) {
        MessageDigest sha256 = Sha256.start();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Storage.open(file)) {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha256.update(buffer, 0, n);
                md5.update(buffer, 0, n);
            }
            return new Md5(HexFormat.of().formatHex(md5.digest()), Sha256.hex(sha256));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read %s: %s".formatted(file, Reason.line(e)), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }
}
