package org.meanfield.job.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.JsonLine;
import org.meanfield.job.report.PageServer;
import org.meanfield.job.report.ReportRun;
import org.meanfield.storage.Storage;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code report}: writes pages and charts. */
@Command(
        name = "report",
        description = {
            "Write pages and charts from the tables under an output root.",
            "Pages are self-contained. Without an option: an index and all pages. With --serve they follow a run in progress."
        },
        footer = {"", "Example: deploy/submit.sh report meanfield-out"})
public final class ReportCommand extends StandardHelp implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The output root: local, hdfs:// or s3a://.")
    private String root;

    @ArgGroup
    private Selection choice = new Selection();

    private static final class Selection {
        @Option(names = "--run", paramLabel = "ID", description = "Only the page of this run.")
        private String run = "";

        @Option(names = "--sweep", paramLabel = "ID", description = "Only the page of this sweep.")
        private String sweep = "";

        @Option(names = "--robustness", paramLabel = "ID", description = "Only the page of this robustness evaluation.")
        private String robustness = "";

        @Option(
                names = "--compare",
                paramLabel = "ID",
                arity = "1..*",
                description = "Only a page that compares these runs, 2 to 8 of them: report DIR --compare A B.")
        private List<String> compared = List.of();

        @Option(
                names = "--tensorboard",
                paramLabel = "FOLDER",
                description =
                        "No pages: write the losses, accuracies, learning rates and speeds of all trainings as event files of TensorBoard.")
        private String tensorBoard = "";

        @Option(
                names = "--serve",
                description =
                        "Write nothing: serve the pages by HTTP, as they are when they are asked for, until Ctrl-C.")
        private boolean serve;
    }

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description =
                    "With --serve: the name or address to listen on; 0.0.0.0 is every network of this machine (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8420",
            description = "With --serve: the port to listen on, 0 for a free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--json",
            description =
                    "Print the paths as JSON, also where standard output is a terminal; elsewhere it always is JSON.")
    private boolean asJson;

    @Override
    public Integer call() throws InterruptedException {
        Storage.configure(SparkHadoopUtil.get().newConfiguration(new SparkConf()));
        try (Console console = Console.ofProcess(false)) {
            if (choice.serve) {
                return serve(console);
            }
            ReportRun report = new ReportRun(root, console);
            JsonNode written = write(report);
            paths(written).forEach(console::say);
            if (asJson || !Console.isTerminal(1)) {
                System.out.println(JsonLine.of(written));
            }
            return ExitCode.OK;
        }
    }

    /** Ends by a signal, which interrupts it. */
    private int serve(Console console) throws InterruptedException {
        try (PageServer server = PageServer.start(root, host, port)) {
            console.say("%s serves the pages of %s until Ctrl-C".formatted(server.address(), root));
            new CountDownLatch(1).await();
        }
        return ExitCode.OK;
    }

    private JsonNode write(ReportRun report) {
        if (!choice.run.isEmpty()) {
            return report.run(choice.run);
        } else if (!choice.sweep.isEmpty()) {
            return report.sweep(choice.sweep);
        } else if (!choice.robustness.isEmpty()) {
            return report.robustness(choice.robustness);
        }
        if (!choice.compared.isEmpty()) {
            return report.compare(choice.compared);
        }
        return choice.tensorBoard.isEmpty() ? report.all() : report.tensorBoard(choice.tensorBoard);
    }

    /** Returns the lines that name the pages: the index or the page itself first, then those that the index links to. */
    static List<String> paths(JsonNode written) {
        List<String> lines = new ArrayList<>();
        if (written.has("tensorboard")) {
            written.path("tensorboard").forEach(file -> lines.add(file.asText()));
            return lines;
        }
        lines.add(written.path("page").asText());
        written.path("pages").forEach(page -> lines.add("  " + page.path("page").asText()));
        return lines;
    }
}
