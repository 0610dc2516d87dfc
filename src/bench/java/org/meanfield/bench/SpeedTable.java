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
 * Measures Meanfield, DL4J as it comes and PyTorch in turns, many short ones, so that what else the machine does meets all of
 * them alike; prints medians as a table in Markdown.
 */
final class SpeedTable {
    private static final int TURNS = 7;
    private static final double SECONDS = 2;

    private final Map<String, Process> peers = new LinkedHashMap<>();

    /** Takes the Python that has PyTorch, or nothing. */
    public static void main(String[] arguments) throws IOException {
        SpeedTable table = new SpeedTable();
        table.start("own", 1, java("own"));
        table.start("stock", 1, java("stock"));
        if (arguments.length > 0) {
            table.start("torch", 1, List.of(arguments[0], "src/bench/torch_peer.py"));
            table.start("torch-two", 2, List.of(arguments[0], "src/bench/torch_peer.py"));
        }
        table.print();
        table.peers.values().forEach(Process::destroy);
    }

    private static List<String> java(String who) {
        List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow()));
        command.addAll(List.of("-Xmx3g", "-cp", System.getProperty("java.class.path"), Peer.class.getName(), who));
        return command;
    }

    private void start(String name, int threads, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("OMP_NUM_THREADS", String.valueOf(threads));
        builder.redirectError(new File("target/bench-" + name + ".log"));
        peers.put(name, builder.start());
    }

    private void print() throws IOException {
        System.out.println("| network | | Meanfield | DL4J | PyTorch | Meanfield / PyTorch | of the core's peak |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (Workload workload : Workload.values()) {
            row(workload, "train", "training, 1 core", Map.of("own", "train", "stock", "train", "torch", "train"));
            row(workload, "train-two", "training, 2 cores", Map.of("own", "train-two", "torch-two", "train"));
            row(workload, "infer", "inference, 1 core", Map.of("own", "infer", "stock", "infer", "torch", "infer"));
            pipeline(workload);
        }
    }

    private void row(Workload workload, String mode, String label, Map<String, String> modes) throws IOException {
        Map<String, List<Double>> answers = new LinkedHashMap<>();
        List<Double> peaks = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            for (String peer : peers.keySet()) {
                // It is so slow, and so far away, that two turns tell.
                if (modes.containsKey(peer) && (turn < 2 || !peer.equals("stock"))) {
                    answers.computeIfAbsent(peer, key -> new ArrayList<>()).add(ask(peer, workload, modes.get(peer)));
                }
            }
            if (mode.equals("train")) {
                peaks.add(ask("own", workload, "peak"));
            }
        }
        double own = median(answers.get("own"));
        List<Double> torch = answers.getOrDefault("torch", answers.get("torch-two"));
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %,.0f | %s | %s | %s | %s |%n",
                workload.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                label,
                own,
                answers.containsKey("stock") ? "%,.0f".formatted(median(answers.get("stock"))) : "",
                torch == null ? "" : "%,.0f".formatted(median(torch)),
                torch == null ? "" : "%.2f".formatted(ratio(answers.get("own"), torch)),
                peaks.isEmpty() ? "" : "%.0f %%".formatted(100 * own * workload.flop() / median(peaks)));
    }

    private void pipeline(Workload workload) throws IOException {
        List<Double> shares = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            shares.add(ask("own", workload, "train") / ask("own", workload, "pipeline"));
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | batches, share of a step | %.1f %% | | | | |%n",
                workload.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                100 * median(shares));
    }

    private double ask(String peer, Workload workload, String mode) throws IOException {
        Process process = peers.get(peer);
        BufferedWriter requests = process.outputWriter();
        requests.write("%s %s %s\n".formatted(workload.name().toLowerCase(Locale.ROOT), mode, SECONDS));
        requests.flush();
        BufferedReader answers = process.inputReader();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("%s has ended: see target/bench-%s.log".formatted(peer, peer));
        }
        return Double.parseDouble(answer);
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
