package org.meanfield.job.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Reason;
import org.meanfield.config.YamlWriter;
import org.meanfield.job.common.Console;
import org.meanfield.report.ComparePage;
import org.meanfield.report.Figure;
import org.meanfield.report.IndexPage;
import org.meanfield.report.Page;
import org.meanfield.report.Results;
import org.meanfield.report.RunData;
import org.meanfield.report.SweepPage;
import org.meanfield.report.TensorBoard;
import org.meanfield.report.chart.CannotDrawException;
import org.meanfield.report.chart.PngCanvas;
import org.meanfield.storage.Storage;

/** Writes pages under {@code DIR/reports}: {@code <id>/index.html}, its charts as PNG next to it, and the job files. */
public final class ReportRun {
    /** What the index links of a folder: the first of them that is there. */
    private static final List<String> INDEXED = List.of("index.html", "depth.png", "study.png");

    private final Results results;
    private final String reports;
    private final Console console;
    private final Pages pages;
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();
    private boolean canDraw = true;

    /**
     * Reads which runs there are under {@code root}.
     *
     * @throws InvalidInputException if there are none
     */
    public ReportRun(String root, Console console) {
        Check.that(!root.isBlank(), "DIR", "empty", "an output root");
        this.results = new Results(Storage.absolute(root));
        this.pages = new Pages(results);
        this.reports = Storage.child(results.root(), "reports");
        this.console = console;
    }

    /** Writes the page of a run and returns the JSON result. */
    public JsonNode run(String id) {
        writeRun(results.run(id), json);
        writeIndex();
        return json;
    }

    /** Writes the pages of a sweep and its trials and returns the JSON result. */
    public JsonNode sweep(String id) {
        writeSweep(id, json);
        writeIndex();
        return json;
    }

    /**
     * Writes the page that compares runs and returns the JSON result.
     *
     * @throws InvalidInputException if there are not 2 … 8 different ones, or one does not exist
     */
    public JsonNode compare(List<String> ids) {
        String id = ComparePage.id(ids);
        write(ComparePage.of(results.compared(ids)), Storage.child(reports, id), json);
        return json;
    }

    /** Writes the page of a robustness evaluation and returns the JSON result. */
    public JsonNode robustness(String id) {
        writeRobustness(results.evaluation(id), json);
        writeIndex();
        return json;
    }

    /**
     * Writes the pages of all sweeps, standalone runs and robustness evaluations, and the index; returns the JSON
     * result.
     */
    public JsonNode all() {
        ArrayNode pages = JsonNodeFactory.instance.arrayNode();
        for (String sweep : results.sweeps()) {
            writeSweep(sweep, pages.addObject());
        }
        results.runs().forEach((id, row) -> {
            if (row.sweepId().isEmpty()) {
                writeRun(results.run(id), pages.addObject());
            }
        });
        results.evaluations().keySet().forEach(id -> writeRobustness(results.evaluation(id), pages.addObject()));
        json.put("page", writeIndex());
        json.set("pages", pages);
        return json;
    }

    /**
     * Writes the scalars of all trainings as TensorBoard's event files, {@code folder/<run_id>/events.out.tfevents.…}, in the place of earlier ones, and
     * returns the JSON result.
     */
    public JsonNode tensorBoard(String folder) {
        Check.that(!folder.isBlank(), "--tensorboard", "empty", "a folder");
        ArrayNode files = json.putArray("tensorboard");
        for (String id : results.runs().keySet()) {
            RunData run = results.run(id);
            String file = Storage.child(Storage.child(Storage.absolute(folder), id), TensorBoard.fileName(run));
            Storage.write(file, TensorBoard.events(run));
            files.add(file);
        }
        return json;
    }

    /** Its links are to the pages that there are. */
    private String writeIndex() {
        String index = Storage.child(reports, "index.html");
        Map<String, String> pages = Storage.list(reports).stream()
                .flatMap(id -> INDEXED.stream().map(file -> Map.entry(id, id + "/" + file)))
                .filter(page -> Storage.isFile(Storage.child(reports, page.getValue())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, other) -> first));
        write(index, IndexPage.of(results, pages).html());
        return index;
    }

    private void writeRun(RunData run, ObjectNode written) {
        String folder = Storage.child(reports, run.id());
        Page page = pages.run(run);
        write(Storage.child(folder, "job.yaml"), YamlWriter.ofJson(run.row().job()));
        written.put("run_id", run.id());
        write(page, folder, written);
    }

    private void writeSweep(String id, ObjectNode written) {
        List<RunData> trials = results.sweep(id);
        String folder = Storage.child(reports, id);
        Page page = SweepPage.of(id, trials);
        for (RunData trial : trials) {
            write(
                    Storage.child(folder, "jobs/%s.yaml".formatted(trial.id())),
                    YamlWriter.ofJson(trial.row().job()));
            write(
                    Storage.child(reports, trial.id() + "/job.yaml"),
                    YamlWriter.ofJson(trial.row().job()));
            write(
                    Storage.child(reports, trial.id() + "/index.html"),
                    pages.run(trial).html());
        }
        written.put("sweep_id", id);
        write(page, folder, written);
    }

    private void writeRobustness(RunData evaluation, ObjectNode written) {
        String folder = Storage.child(reports, evaluation.id());
        Page page = pages.robustness(evaluation);
        write(
                Storage.child(folder, "job.yaml"),
                YamlWriter.ofJson(evaluation.row().job()));
        written.put("run_id", evaluation.id());
        write(page, folder, written);
    }

    private void write(Page page, String folder, ObjectNode written) {
        String file = Storage.child(folder, "index.html");
        write(file, page.html());
        written.put("page", file);
        ArrayNode pictures = written.putArray("pictures");
        for (Figure figure : page.figures()) {
            if (canDraw) {
                draw(figure, page.title(), Storage.child(folder, figure.name() + ".png"), pictures);
            }
        }
    }

    /** Draws a chart as PNG, unless Java has no fonts, which must not prevent the page. */
    private void draw(Figure figure, String page, String file, ArrayNode pictures) {
        byte[] png;
        try {
            png = CannotDrawException.drawn(() -> PngCanvas.png(figure.chart(), figure.title() + " – " + page));
        } catch (CannotDrawException e) {
            console.say("No PNG charts next to the pages, since " + Reason.line(e));
            canDraw = false;
            return;
        }
        Storage.write(file, png);
        pictures.add(file);
    }

    private static void write(String file, String text) {
        Storage.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
