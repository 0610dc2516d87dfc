package org.meanfield.job.robustness;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.meanfield.config.InvalidInputException;
import org.meanfield.storage.Tables;
import org.meanfield.tables.RunRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What models are called on the console: by the name, cell and seed of their run, where the tables have it. */
final class ModelNames {
    private static final Logger LOG = LoggerFactory.getLogger(ModelNames.class);

    private ModelNames() {}

    /** Returns the name of each model, sorted by name, cell and seed; those of other output roots come last. */
    static Map<String, String> of(Collection<String> models, Tables tables) {
        Map<String, RunRow> rows = new LinkedHashMap<>();
        for (String model : models) {
            List<RunRow> found = rows(SavedModel.run(model), tables);
            if (!found.isEmpty()) {
                rows.put(model, found.get(0));
            }
        }
        List<String> sorted = new ArrayList<>(rows.keySet());
        sorted.sort(Comparator.comparing((String model) -> rows.get(model).name())
                .thenComparing(model -> rows.get(model).cell())
                .thenComparing(model -> rows.get(model).seed())
                .thenComparing(model -> model));
        Map<String, String> names = new LinkedHashMap<>();
        sorted.forEach(model -> names.put(model, name(model, rows.get(model))));
        models.forEach(model -> names.putIfAbsent(model, model));
        return names;
    }

    private static String name(String model, RunRow row) {
        String cell = row.cell().isEmpty() ? "" : ", " + row.cell();
        return "%s%s, seed %s (%s)".formatted(row.name(), cell, row.seed(), model);
    }

    private static List<RunRow> rows(String run, Tables tables) {
        try {
            return tables.read(RunRow.class, List.of(run)).getOrDefault(run, List.of());
        } catch (InvalidInputException e) {
            LOG.warn("{}; its model is called by its id", e.getMessage()); // of an earlier version
            return List.of();
        }
    }
}
