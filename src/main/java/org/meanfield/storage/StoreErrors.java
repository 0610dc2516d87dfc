package org.meanfield.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.PathIOException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;

/** What the errors of stores mean: which may have passed when one tries again, and which are of a full disk. */
final class StoreErrors {
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;
    private static final int NOT_IMPLEMENTED = 501;

    private static final Pattern FULL =
            Pattern.compile("No space left on device|No space available in any of the local|[Qq]uota .*exceeded"
                    + "|Disk quota exceeded|not enough space|" + FullException.SIGN);

    /** An answer, not a failure, on the way to it. */
    private static final List<Class<? extends IOException>> LASTING = List.of(
            LastingException.class,
            FileNotFoundException.class,
            FileSystemException.class,
            FileAlreadyExistsException.class,
            ParentNotDirectoryException.class,
            PathIOException.class,
            AccessControlException.class,
            UnknownHostException.class,
            SSLHandshakeException.class,
            SSLPeerUnverifiedException.class);

    /** Of the libraries of S3 and HDFS, which need not be there. */
    private static final Set<String> LASTING_NAMES = Set.of(
            "NoAuthWithAWSException",
            "CredentialInitializationException",
            "UnknownStoreException",
            "DSQuotaExceededException",
            "NSQuotaExceededException");

    private StoreErrors() {}

    /** An error that stays however often one tries. */
    static final class LastingException extends IOException {
        private static final long serialVersionUID = 1L;

        LastingException(String message) {
            super(message);
        }
    }

    /** A disk without room for what is to be written. */
    static final class FullException extends IOException {
        private static final String SIGN = "disk full";
        private static final long serialVersionUID = 1L;

        FullException(long needed, long free) {
            super(String.format(Locale.ROOT, "%s: it takes %,d bytes and %,d are free", SIGN, needed, free));
        }
    }

    /** Returns whether an error may have passed when one tries again: a timeout, a reset, a server that is busy or restarts. */
    static boolean mayPass(IOException e) {
        if (isFull(e)) {
            return false;
        }
        return causes(e).noneMatch(StoreErrors::lasts);
    }

    private static boolean lasts(Throwable e) {
        if (e instanceof RemoteException remote && remote.unwrapRemoteException() != remote) {
            return lasts(remote.unwrapRemoteException());
        }
        boolean stopped = e instanceof InterruptedException
                || (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException));
        int status = status(e).orElse(SERVER_ERROR);
        return stopped
                || LASTING.stream().anyMatch(kind -> kind.isInstance(e))
                || LASTING_NAMES.contains(e.getClass().getSimpleName())
                || status == NOT_IMPLEMENTED
                || (status >= BAD_REQUEST
                        && status < SERVER_ERROR
                        && status != REQUEST_TIMEOUT
                        && status != TOO_MANY_REQUESTS);
    }

    /** Returns the HTTP status that an exception of the AWS SDK, of either version, has. */
    private static Optional<Integer> status(Throwable e) {
        return Stream.of("getStatusCode", "statusCode")
                .flatMap(name -> status(e, name).stream())
                .findFirst();
    }

    private static Optional<Integer> status(Throwable e, String getter) {
        try {
            return e.getClass().getMethod(getter).invoke(e) instanceof Integer status && status > 0
                    ? Optional.of(status)
                    : Optional.empty();
        } catch (ReflectiveOperationException absent) { // another exception, or the other version
            return Optional.empty();
        }
    }

    /** Returns whether an error is of a disk, or a quota, that is full. */
    static boolean isFull(Throwable e) {
        return causes(e)
                .anyMatch(cause -> cause.getMessage() != null
                        && FULL.matcher(cause.getMessage()).find());
    }

    private static Stream<Throwable> causes(Throwable e) {
        return Stream.iterate(e, cause -> cause != null, Throwable::getCause);
    }
}
