package org.meanfield.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.meanfield.model.InstructionSet;

/**
 * A comparison of Meanfield by its two engines, stock DL4J and PyTorch in both memory layouts, measured in many short turns so that
 * other load on the machine affects all of them alike; prints medians as tables in Markdown, one for each instruction set.
 */
final class SpeedTable {
    private static final int TURNS = Integer.getInteger("turns", 5);
    private static final double SECONDS = Double.parseDouble(System.getProperty("seconds", "2"));
    /** Turns that are not counted, for the JIT compiler. */
    private static final int WARM_UP = 2;

    private static final int BATCH = 128;
    private static final List<String> LAYOUTS = List.of("channels-last", "channels-first");

    private final Map<String, List<Process>> peers = new LinkedHashMap<>();

    /** Optional arguments: a Python with PyTorch, and the networks to measure (all by default). */
    public static void main(String[] arguments) throws IOException {
        List<String> named = List.of(arguments).subList(Math.min(1, arguments.length), arguments.length);
        List<Workload> workloads = named.isEmpty()
                ? List.of(Workload.values())
                : named.stream()
                        .map(name -> Workload.valueOf(name.toUpperCase(Locale.ROOT)))
                        .toList();
        System.out.println(processor());
        for (InstructionSet set : InstructionSet.values()) {
            if (set.compareTo(InstructionSet.widest()) <= 0) {
                SpeedTable table = new SpeedTable();
                table.start(set, arguments.length == 0 ? "" : arguments[0]);
                table.print(set, workloads);
                table.peers.values().stream().flatMap(List::stream).forEach(Process::destroy);
            }
        }
    }

    private static String processor() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                            .findFirst()
                            .map(line -> line.substring(line.indexOf(':') + 1).strip())
                            .orElse("unknown processor")
                    + ", " + Runtime.getRuntime().availableProcessors() + " cores, "
                    + InstructionSet.widest().label();
        }
    }

    private void start(InstructionSet set, String python) throws IOException {
        for (String who : List.of("own", "libtorch", "stock")) {
            start(set, who, 1, java(who, set));
        }
        if (!python.isEmpty()) {
            for (String layout : LAYOUTS) {
                start(set, layout, 1, List.of(python, "src/bench/torch_peer.py", layout));
                start(set, layout + "-twice", 2, List.of(python, "src/bench/torch_peer.py", layout));
            }
        }
    }

    private static List<String> java(String who, InstructionSet set) {
        List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow()));
        command.addAll(List.of(
                "-Xmx3g", "-cp", System.getProperty("java.class.path"), Peer.class.getName(), who, set.label()));
        return command;
    }

    private void start(InstructionSet set, String name, int processes, List<String> command) throws IOException {
        List<Process> started = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().put("OMP_NUM_THREADS", "1");
            if (set == InstructionSet.AVX2) {
                // For oneDNN in PyTorch and in libtorch, and for their own kernels.
                builder.environment().putAll(Map.of("ONEDNN_MAX_CPU_ISA", "AVX2", "ATEN_CPU_CAPABILITY", "avx2"));
            }
            builder.redirectError(new File("target/bench-" + name + "-" + i + ".log"));
            started.add(builder.start());
        }
        peers.put(name, started);
    }

    private void print(InstructionSet set, List<Workload> workloads) throws IOException {
        System.out.printf("%n%s%n%n", set.label());
        System.out.println(
                "| network | batch | | Meanfield | by libtorch | DL4J | PyTorch | layout | Meanfield / PyTorch | of SGEMM |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        for (Workload workload : workloads) {
            for (int batch : List.of(BATCH, 32, 512)) {
                row(workload, batch, "train", "training");
                row(workload, batch, "infer", "inference");
                if (batch == BATCH) {
                    row(workload, batch, "train-two", "training, 2 cores; PyTorch: 2 processes");
                }
            }
            pipeline(workload);
        }
    }

    private void row(Workload workload, int batch, String mode, String label) throws IOException {
        boolean both = mode.equals("train-two");
        Map<String, List<Double>> answers = new LinkedHashMap<>();
        List<Double> peak = new ArrayList<>();
        for (int turn = -WARM_UP; turn < TURNS; turn++) {
            for (String peer : peers.keySet()) {
                // The stock layers are so slow that two turns of one batch are enough.
                boolean asked = peer.equals("stock")
                        ? turn >= 0 && turn < 2 && batch == BATCH && !both
                        : !peer.startsWith("channels") || peer.endsWith("-twice") == both;
                if (asked) {
                    double answer = ask(peer, workload, batch, peer.endsWith("-twice") ? "train" : mode);
                    if (turn >= 0) {
                        answers.computeIfAbsent(peer.replace("-twice", ""), key -> new ArrayList<>())
                                .add(answer);
                    }
                }
            }
            if (turn >= 0 && mode.equals("train")) {
                peak.add(Math.max(ask("own", workload, batch, "peak"), ask("own", workload, batch, "peak-onednn")));
            }
        }
        double own = median(answers.get("own"));
        String layout = answers.containsKey(LAYOUTS.get(0))
                        && median(answers.get(LAYOUTS.get(0))) >= median(answers.get(LAYOUTS.get(1)))
                ? LAYOUTS.get(0)
                : LAYOUTS.get(1);
        List<Double> torch = answers.getOrDefault(layout, List.of());
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %s | %,.0f | %,.0f | %s | %s | %s | %s | %s |%n",
                name(workload),
                batch,
                label,
                own,
                median(answers.get("libtorch")),
                answers.containsKey("stock") ? format("%,.0f", median(answers.get("stock"))) : "",
                torch.isEmpty() ? "" : format("%,.0f", median(torch)),
                torch.isEmpty() || workload == Workload.MLP ? "" : layout,
                torch.isEmpty() ? "" : format("%.2f", ratio(answers.get("own"), torch)),
                peak.isEmpty() ? "" : format("%.0f %%", 100 * own * workload.flop() / median(peak)));
    }

    private void pipeline(Workload workload) throws IOException {
        List<Double> shares = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            shares.add(ask("own", workload, BATCH, "train") / ask("own", workload, BATCH, "pipeline"));
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | batches, share of a step | %.1f %% | | | | | | |%n",
                name(workload),
                BATCH,
                100 * median(shares));
    }

    private static String name(Workload workload) {
        return workload.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String format(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** Returns the answer of a peer, or the sum of those of several processes that work in parallel. */
    private double ask(String peer, Workload workload, int batch, String mode) throws IOException {
        for (Process process : peers.get(peer)) {
            BufferedWriter requests = process.outputWriter();
            requests.write(workload.name().toLowerCase(Locale.ROOT) + " " + batch + " " + mode + " " + SECONDS + "\n");
            requests.flush();
        }
        double sum = 0;
        for (Process process : peers.get(peer)) {
            BufferedReader answers = process.inputReader();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IOException(peer + " has ended: see target/bench-" + peer + "-*.log");
            }
            sum += Double.parseDouble(answer);
        }
        return sum;
    }

    /** The median of the turns' ratios, each of two measurements one after the other. */
    private static double ratio(List<Double> own, List<Double> other) {
        List<Double> ratios = new ArrayList<>();
        for (int turn = 0; turn < own.size(); turn++) {
            ratios.add(own.get(turn) / other.get(turn));
        }
        return median(ratios);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
