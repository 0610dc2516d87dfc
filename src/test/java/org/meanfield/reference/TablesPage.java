package org.meanfield.reference;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.meanfield.config.Names;
import org.meanfield.tables.ActivationRow;
import org.meanfield.tables.Column;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.ObjectiveRow;
import org.meanfield.tables.PredictionRow;
import org.meanfield.tables.RobustnessRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.tables.RunRow;
import org.meanfield.tables.StudyRow;
import org.meanfield.tables.Table;

/** {@code docs/tables.md}: every column of every table, and what else is under an output root. */
final class TablesPage {
    /** The tables, the more important ones first. */
    static final List<Class<? extends Record>> ROWS = List.of(
            RunRow.class,
            RoundRow.class,
            EvaluationRow.class,
            PredictionRow.class,
            RobustnessRow.class,
            ActivationRow.class,
            StudyRow.class,
            ObjectiveRow.class);

    private static final Map<Type, String> TYPES = Map.of(
            int.class, "integer",
            boolean.class, "boolean",
            long.class, "long",
            Long.class, "long",
            double.class, "double",
            Double.class, "double",
            String.class, "string",
            Instant.class, "timestamp");

    private static final String INTRODUCTION =
            """
            What a job leaves under its output root (`--output`, `meanfield-out` by default), which may be local, `hdfs://` or
            `s3a://`. The meaning of a column is also in the Parquet files: as the comment that Spark shows, and in the footer's
            key-value metadata under `meanfield.column.<name>`, for example `pq.read_schema(file).metadata` of PyArrow. There `meanfield.table`
            names the table and `writer.model.name` the writer, `meanfield`; `created_by` is the library, parquet-mr.

            This page is made from the code (`%s`), and the build fails where it
            differs.
            """;

    /** A test compares it with what jobs leave. */
    static final String LAYOUT =
            """
            tables/<table>/run_id=<run_id>/*.parquet     the rows that a run has in a table
            models/<run_id>/model.json                   the network: the job's model and DL4J's configuration
            models/<run_id>/parameters.f32               parameters, little-endian float32 in DL4J's order
            models/<run_id>/updater.f32                  the optimizer's state
            models/<run_id>/manifest.json                tensors, normalization, provenance, SHA-256 of each part
            models/<run_id>/dl4j.zip                     the model for DL4J alone, with --export
            checkpoints/<run_id>/round-<round>/*         all that the next round of a training starts from
            checkpoints/<run_id>/history/*.json          the rows so far, one segment per checkpoint
            checkpoints/<run_id>/<part>/*.json           what an evaluation of robustness has scored so far
            models/<run_id>/model.onnx                   the model for other programs, by export
            sweeps/<sweep_id>/sweep.json                 trials, cells and scores of a sweep
            sweeps/<sweep_id>/best.yaml                  the job of the best cell
            reports/<id>/*                               page and pictures of a run, sweep or evaluation, and its job file
            reports/<sweep_id>/jobs/*.yaml               the job file of each trial
            reports/index.html                           the index of the pages
            """;

    private final Catalogue catalogue;
    private final Markdown page = new Markdown();

    TablesPage(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    String text() {
        page.heading(1, "Tables and files").block(INTRODUCTION.formatted(GeneratedFiles.COMMAND));
        page.heading(2, "The output root").code("", LAYOUT);
        page.heading(2, "The tables");
        page.table(
                List.of("table", "a row is"),
                ROWS.stream()
                        .map(row -> List.of(Markdown.link("`" + name(row) + "`", name(row)), catalogue.paragraph(row)))
                        .toList());
        page.block("Every table has two more columns:");
        page.table(
                List.of("column", "type", "meaning"),
                List.of(
                        List.of(
                                "`run_id`",
                                "string",
                                "Id of the run; the name of the folder that its rows are in."
                                        + " Spark infers its type from these names, of which none reads as a number or a date: a string."),
                        List.of(
                                "`schema_version`",
                                "integer",
                                "Version of this table, now %d.".formatted(Table.SCHEMA_VERSION))));
        for (Class<? extends Record> row : ROWS) {
            page.heading(3, "`%s`".formatted(name(row))).block(catalogue.paragraph(row));
            List<List<String>> rows = new ArrayList<>();
            columns(row, "", rows);
            page.table(List.of("column", "type", "meaning"), rows);
        }
        return page.toString();
    }

    static String name(Class<? extends Record> row) {
        return row.getAnnotation(Table.class).value();
    }

    private static void columns(Class<?> row, String prefix, List<List<String>> rows) {
        for (RecordComponent component : row.getRecordComponents()) {
            Column column = component.getAnnotation(Column.class);
            if (column == null) {
                throw new AssertionError("%s has no @Column, which docs/tables.md shows".formatted(component));
            }
            String name = prefix + Names.column(component.getName());
            rows.add(List.of("`" + name + "`", type(component.getGenericType()), column.value()));
            Class<?> element = Setting.leaf(component.getGenericType());
            if (element.isRecord()) {
                columns(element, name + "[].", rows);
            }
        }
    }

    private static String type(Type type) {
        if (type instanceof ParameterizedType list) {
            return "array of " + type(list.getActualTypeArguments()[0]);
        }
        return TYPES.getOrDefault(type, "struct");
    }
}
