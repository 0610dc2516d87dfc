package org.meanfield.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A comparison of Meanfield, stock DL4J and PyTorch, measured in many short turns so that other load on the machine affects all
 * of them alike; prints medians as a table in Markdown.
 */
final class SpeedTable {
    private static final int TURNS = 7;
    private static final double SECONDS = 2;

    private final Map<String, List<Process>> peers = new LinkedHashMap<>();

    /** Optional arguments: a Python with PyTorch, and the networks to measure (all by default). */
    public static void main(String[] arguments) throws IOException {
        SpeedTable table = new SpeedTable();
        table.start("own", 1, 1, java("own"));
        table.start("libtorch", 1, 1, java("libtorch"));
        table.start("stock", 1, 1, java("stock"));
        if (arguments.length > 0) {
            List<String> torch = List.of(arguments[0], "src/bench/torch_peer.py");
            table.start("torch", 1, 1, torch);
            table.start("torch-threads", 1, 2, torch);
            table.start("torch-processes", 2, 1, torch);
        }
        List<String> named = List.of(arguments).subList(Math.min(1, arguments.length), arguments.length);
        table.print(
                named.isEmpty()
                        ? List.of(Workload.values())
                        : named.stream()
                                .map(name -> Workload.valueOf(name.toUpperCase(Locale.ROOT)))
                                .toList());
        table.peers.values().stream().flatMap(List::stream).forEach(Process::destroy);
    }

    private static List<String> java(String who) {
        List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow()));
        command.addAll(List.of("-Xmx3g", "-cp", System.getProperty("java.class.path"), Peer.class.getName(), who));
        return command;
    }

    private void start(String name, int processes, int threads, List<String> command) throws IOException {
        List<Process> started = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().put("OMP_NUM_THREADS", String.valueOf(threads));
            builder.redirectError(new File("target/bench-%s-%d.log".formatted(name, i)));
            started.add(builder.start());
        }
        peers.put(name, started);
    }

    private void print(List<Workload> workloads) throws IOException {
        System.out.println("| network | | Meanfield | by libtorch | DL4J | PyTorch | Meanfield / PyTorch | of SGEMM |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (Workload workload : workloads) {
            row(
                    workload,
                    "train",
                    "training, 1 core",
                    Map.of("own", "train", "libtorch", "train", "stock", "train", "torch", "train"));
            row(
                    workload,
                    "train-two",
                    "training, 2 cores; PyTorch: 2 threads",
                    Map.of("own", "train-two", "libtorch", "train-two", "torch-threads", "train"));
            row(
                    workload,
                    "train-two",
                    "training, 2 cores; PyTorch: 2 processes",
                    Map.of("own", "train-two", "libtorch", "train-two", "torch-processes", "train"));
            row(
                    workload,
                    "infer",
                    "inference, 1 core",
                    Map.of("own", "infer", "libtorch", "infer", "stock", "infer", "torch", "infer"));
            pipeline(workload);
        }
    }

    private void row(Workload workload, String mode, String label, Map<String, String> modes) throws IOException {
        Map<String, List<Double>> answers = new LinkedHashMap<>();
        List<Double> openBlas = new ArrayList<>();
        List<Double> oneDnn = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            for (String peer : peers.keySet()) {
                // It is so slow that two turns are enough.
                if (modes.containsKey(peer) && (turn < 2 || !peer.equals("stock"))) {
                    answers.computeIfAbsent(peer, key -> new ArrayList<>()).add(ask(peer, workload, modes.get(peer)));
                }
            }
            if (mode.equals("train")) {
                openBlas.add(ask("own", workload, "peak"));
                oneDnn.add(ask("own", workload, "peak-onednn"));
            }
        }
        double own = median(answers.get("own"));
        List<Double> torch = answers.entrySet().stream()
                .filter(answer -> answer.getKey().startsWith("torch"))
                .findAny()
                .map(Map.Entry::getValue)
                .orElse(List.of());
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %,.0f | %,.0f | %s | %s | %s | %s |%n",
                workload.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                label,
                own,
                median(answers.get("libtorch")),
                answers.containsKey("stock") ? "%,.0f".formatted(median(answers.get("stock"))) : "",
                torch.isEmpty() ? "" : "%,.0f".formatted(median(torch)),
                torch.isEmpty() ? "" : "%.2f".formatted(ratio(answers.get("own"), torch)),
                oneDnn.isEmpty()
                        ? ""
                        : "%.0f %%"
                                .formatted(100 * own * workload.flop() / Math.max(median(openBlas), median(oneDnn))));
    }

    private void pipeline(Workload workload) throws IOException {
        List<Double> shares = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            shares.add(ask("own", workload, "train") / ask("own", workload, "pipeline"));
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | batches, share of a step | %.1f %% | | | | | |%n",
                workload.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                100 * median(shares));
    }

    /** Returns the answer of a peer, or the sum of those of several processes that work in parallel. */
    private double ask(String peer, Workload workload, String mode) throws IOException {
        for (Process process : peers.get(peer)) {
            BufferedWriter requests = process.outputWriter();
            requests.write("%s %s %s\n".formatted(workload.name().toLowerCase(Locale.ROOT), mode, SECONDS));
            requests.flush();
        }
        double sum = 0;
        for (Process process : peers.get(peer)) {
            BufferedReader answers = process.inputReader();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IOException("%s has ended: see target/bench-%s-*.log".formatted(peer, peer));
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
