package org.meanfield.bench;

import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.meanfield.model.InstructionSet;

/** A comparison of the engine torch on a GPU with PyTorch on the same, in turns; prints medians as a table in Markdown. */
final class GpuTable {
    private static final int TURNS = Integer.getInteger("turns", 3);
    private static final double SECONDS = Double.parseDouble(System.getProperty("seconds", "1"));
    private static final List<String> LAYOUTS = List.of("channels-last", "channels-first");

    private final Map<String, Process> peers = new LinkedHashMap<>();

    /** Optional argument: a Python with PyTorch for GPUs. */
    public static void main(String[] arguments) throws IOException {
        System.out.println(
                "| network | batch | precision | Meanfield | 2 workers | PyTorch | layout | Meanfield / PyTorch | batches in Java | memory |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        for (String precision : List.of("float32", "tf32", "bf16")) {
            GpuTable table = new GpuTable();
            table.start(precision, arguments);
            for (Workload workload : Workload.values()) {
                table.row(workload, workload == Workload.MLP ? 1024 : 512, precision);
            }
            table.peers.values().forEach(Process::destroy);
        }
    }

    private void start(String precision, String... arguments) throws IOException {
        List<String> java = List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx3g",
                "-Ddevice=CUDA",
                "-Dprecision=" + precision.toUpperCase(Locale.ROOT),
                "-cp",
                System.getProperty("java.class.path"),
                Peer.class.getName(),
                "libtorch",
                InstructionSet.widest().label());
        start("own", precision, java);
        if (arguments.length > 0) {
            for (String layout : LAYOUTS) {
                start(layout, precision, List.of(arguments[0], "src/bench/torch_peer.py", layout));
            }
        }
    }

    private void start(String name, String precision, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(Map.of("OMP_NUM_THREADS", "1", "DEVICE", "cuda", "PRECISION", precision));
        builder.redirectError(new File("target/gpu-%s-%s.log".formatted(name, precision)));
        peers.put(name, builder.start());
    }

    private void row(Workload workload, int batch, String precision) throws IOException {
        Map<String, List<Double>> answers = new LinkedHashMap<>();
        for (int turn = -1; turn < TURNS; turn++) {
            for (String peer : peers.keySet()) {
                double answer = ask(peer, workload, batch, "train");
                double two = peer.equals("own") ? ask(peer, workload, batch, "train-two") : 0;
                if (turn >= 0) { // the first one is not counted
                    answers.computeIfAbsent(peer, key -> new ArrayList<>()).add(answer);
                    answers.computeIfAbsent(peer + "-two", key -> new ArrayList<>())
                            .add(two);
                }
            }
        }
        double own = Setting.median(array(answers.get("own")));
        String layout = "";
        double torch = 0;
        for (String peer : LAYOUTS) {
            double rate = answers.containsKey(peer) ? Setting.median(array(answers.get(peer))) : 0;
            if (rate > torch) {
                torch = rate;
                layout = peer;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %s | %,.0f | %,.0f | %s | %s | %s | %.0f %% of a step | %s |%n",
                workload.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                batch,
                precision,
                own,
                Setting.median(array(answers.get("own-two"))),
                torch == 0 ? "" : String.format(Locale.ROOT, "%,.0f", torch),
                layout,
                torch == 0 ? "" : String.format(Locale.ROOT, "%.2f", own / torch),
                100 * own / ask("own", workload, batch, "pipeline"),
                memory(peers.get("own").pid()));
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Returns the memory of the GPU that a process has, as NVIDIA's tool says it. */
    private static String memory(long process) throws IOException {
        Process tool = new ProcessBuilder("nvidia-smi", "--query-compute-apps=pid,used_memory", "--format=csv,noheader")
                .start();
        return new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(process + ","))
                .map(line -> line.substring(line.indexOf(',') + 1).strip())
                .findFirst()
                .orElse("");
    }

    private double ask(String peer, Workload workload, int batch, String mode) throws IOException {
        Process process = peers.get(peer);
        BufferedWriter requests = process.outputWriter();
        requests.write(workload.name().toLowerCase(Locale.ROOT) + " " + batch + " " + mode + " " + SECONDS + "\n");
        requests.flush();
        String answer = process.inputReader().readLine();
        if (answer == null) {
            throw new IOException(peer + " has ended: see target/gpu-" + peer + "-*.log");
        }
        return Double.parseDouble(answer);
    }
}
