package org.meanfield.storage;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.meanfield.config.InvalidInputException;

/**
 * The address of an S3 that is not Amazon's, asked once whether it is one. To S3A anything else looks like a store that fails
 * for a moment, a web server that answers each request with a page even like one that has taken what was written.
 */
final class S3Endpoint {
    private static final String SETTING = "fs.s3a.endpoint";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int SERVER_ERROR = 500;
    private static final int MOST_BYTES = 1 << 16;

    /** The answers of S3, errors too: AWS, MinIO, Ceph and S3Proxy send one or the other. */
    private static final String REQUEST_ID = "x-amz-request-id";

    private static final Pattern XML = Pattern.compile("<(Error|ListBucketResult)\\b");

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private static final Set<URI> ASKED = ConcurrentHashMap.newKeySet();

    private S3Endpoint() {}

    /**
     * Checks the address that the settings give for a bucket. One that does not answer now, or answers with a server's error, is left to the
     * first operation, which is tried again.
     *
     * @throws InvalidInputException if what answers is no S3
     */
    static void check(String bucket, Configuration hadoop) {
        String own = "fs.s3a.bucket.%s.endpoint".formatted(bucket);
        String endpoint = hadoop.getTrimmed(own, hadoop.getTrimmed(SETTING, ""));
        boolean ours = hadoop.get("fs.s3a.proxy.host") == null && !endpoint.contains("amazonaws.com");
        if (!endpoint.isEmpty() && ours) {
            String setting = hadoop.getTrimmed(own) == null ? SETTING : own;
            URI address = address(setting, endpoint, bucket, hadoop);
            if (!ASKED.contains(address) && isS3(setting, endpoint, address)) {
                ASKED.add(address);
            }
        }
    }

    private static URI address(String setting, String endpoint, String bucket, Configuration hadoop) {
        boolean secure = hadoop.getBoolean("fs.s3a.connection.ssl.enabled", true);
        String whole = endpoint.contains("://") ? endpoint : (secure ? "https://" : "http://") + endpoint;
        try {
            URI base = URI.create(whole);
            boolean inPath = hadoop.getBoolean("fs.s3a.path.style.access", false);
            String host = inPath ? base.getRawAuthority() : bucket + "." + base.getRawAuthority();
            return URI.create(
                    "%s://%s/%s?list-type=2&max-keys=1".formatted(base.getScheme(), host, inPath ? bucket : ""));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(
                    "%s is '%s' but must be an address such as https://host:9000".formatted(setting, endpoint), e);
        }
    }

    /** Returns whether it is one, or false where that cannot be told now. */
    private static boolean isS3(String setting, String endpoint, URI address) {
        try {
            HttpResponse<InputStream> response = CLIENT.send(
                    HttpRequest.newBuilder(address).timeout(PATIENCE).build(), BodyHandlers.ofInputStream());
            String body;
            try (InputStream in = response.body()) {
                body = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            }
            if (response.headers().firstValue(REQUEST_ID).isPresent()
                    || XML.matcher(body).find()) {
                return true;
            }
            if (response.statusCode() >= SERVER_ERROR) {
                return false;
            }
            throw no(
                    setting,
                    endpoint,
                    "it answers a request for a bucket with status %s and no answer of S3's"
                            .formatted(response.statusCode()),
                    null);
        } catch (ProtocolException e) {
            throw no(setting, endpoint, "it does not speak HTTP", e);
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static InvalidInputException no(String setting, String endpoint, String why, Throwable cause) {
        return new InvalidInputException(
                "%s is %s but must be the address of an S3: %s".formatted(setting, endpoint, why), cause);
    }
}
