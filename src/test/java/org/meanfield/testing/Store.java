package org.meanfield.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** A place for files that is not the local disk; it ends with {@link #close}. */
public final class Store implements AutoCloseable {
    private static final String ENDPOINT = "fs.s3a.endpoint";

    private final String root;
    private final Map<String, String> settings;
    private final Runnable end;

    private Store(String root, Map<String, String> settings, Runnable end) {
        this.root = root;
        this.settings = settings;
        this.end = end;
    }

    /** Starts HDFS in this process, with its blocks under {@code folder}. */
    public static Store hdfs(Path folder) throws IOException {
        Configuration configuration = new Configuration();
        configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.toString());
        MiniDFSCluster cluster = new MiniDFSCluster.Builder(configuration).build();
        cluster.waitActive();
        return new Store(cluster.getFileSystem().getUri().toString(), Map.of(), cluster::shutdown);
    }

    /** Starts S3Proxy, with objects in its memory, as a process of its own, and makes a bucket. */
    public static Store s3(Path folder) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String endpoint = "http://127.0.0.1:" + port;
        String bucket = "bucket-" + port; // Hadoop keeps what it has opened by the bucket's name
        Path properties = Files.write(
                folder.resolve("s3proxy.properties"),
                List.of(
                        "s3proxy.endpoint=" + endpoint,
                        "s3proxy.authorization=none",
                        "jclouds.provider=transient",
                        "jclouds.identity=any",
                        "jclouds.credential=any"));
        Program proxy = Program.start(
                Map.of(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Dlogback.configurationFile=src/test/resources/s3proxy-logback.xml",
                        "-cp",
                        Files.readString(Path.of("target/s3proxy.classpath")),
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        properties.toString()));
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest makeBucket = HttpRequest.newBuilder(URI.create(endpoint + "/" + bucket))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        proxy.await(() -> answers(client, makeBucket));
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(ENDPOINT, endpoint);
        settings.put("fs.s3a.path.style.access", "true");
        settings.put("fs.s3a.connection.ssl.enabled", "false");
        settings.put("fs.s3a.access.key", "any");
        settings.put("fs.s3a.secret.key", "any");
        return new Store("s3a://" + bucket, settings, proxy::kill);
    }

    private static boolean answers(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // it is not up yet
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }

    /** Returns the address of an S3's server. */
    public String endpoint() {
        return settings.get(ENDPOINT);
    }

    /** Returns the same S3 as it is seen through a proxy; it ends with this one. */
    public Store through(FaultProxy proxy) {
        Map<String, String> other = new LinkedHashMap<>(settings);
        other.put(ENDPOINT, proxy.endpoint());
        return new Store(root, other, () -> {});
    }

    /** Returns what Hadoop must know to find it, by key. */
    public Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    /** Returns the address of its top folder. */
    public String root() {
        return root;
    }

    /** Returns what Hadoop must know to find it. */
    public Configuration configuration() {
        Configuration configuration = new Configuration();
        settings.forEach(configuration::set);
        return configuration;
    }

    /** Returns the options of {@code spark-submit} that say the same. */
    public List<String> sparkOptions() {
        return settings.entrySet().stream()
                .map(setting -> "--conf=spark.hadoop.%s=%s".formatted(setting.getKey(), setting.getValue()))
                .toList();
    }

    /** Copies a folder of it, by its address, to {@code target}, which is not there yet. */
    public void fetch(String folder, Path target) throws IOException {
        org.apache.hadoop.fs.Path source = new org.apache.hadoop.fs.Path(folder);
        Configuration configuration = configuration();
        FileUtil.copy(source.getFileSystem(configuration), source, target.toFile(), false, configuration);
    }

    @Override
    public void close() {
        end.run();
    }
}
