package org.meanfield.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Jobs whose numbers are at the ends of what is allowed, and just beyond them. */
final class NumberCases {
    /**
     * A job.
     *
     * @param path where the number stands, as the program's messages have it
     * @param value the number
     * @param allowed whether it is allowed
     */
    record Case(String path, BigDecimal value, boolean allowed, JsonNode job) {
        @Override
        public String toString() {
            return "%s = %s".formatted(path, value.toPlainString());
        }
    }

    private static final BigDecimal TINY = new BigDecimal("0.000001");

    private final Catalogue catalogue;
    private final List<Case> cases = new ArrayList<>();
    private final Set<String> covered = new HashSet<>();
    private ObjectNode job = SchemaValues.JSON.objectNode();

    NumberCases(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Adds those of all the records that a job has. */
    void add(ObjectNode example) {
        job = example;
        record(JobFiles.kind(example), "", "");
    }

    List<Case> all() {
        return cases;
    }

    private void record(Class<?> record, String pointer, String path) {
        for (Setting setting : catalogue.settings(record)) {
            String key = path.isEmpty() ? setting.key() : path + "." + setting.key();
            String here = pointer + "/" + setting.key();
            if (Setting.isWhole(setting.value()) || Setting.isNumber(setting.value())) {
                if (covered.add(record.getName() + "." + setting.key())) {
                    numbers(setting, pointer, key);
                }
                continue;
            }
            JsonNode node = job.at(here);
            if (setting.isDraft() || node.isMissingNode()) {
                continue;
            }
            if (node.isArray() && !node.isEmpty()) {
                value(setting.value(), here + "/0", key + "[0]");
            } else if (setting.isMap()) {
                node.fieldNames().forEachRemaining(name -> value(setting.value(), here + "/" + name, key + "." + name));
            } else {
                value(setting.value(), here, key);
            }
        }
    }

    private void value(Class<?> type, String pointer, String path) {
        if (Setting.isFamily(type)) {
            record(Catalogue.members(type).get(job.at(pointer).path("type").asText()), pointer, path);
        } else if (type.isRecord()) {
            record(type, pointer, path);
        }
    }

    private void numbers(Setting setting, String pointer, String path) {
        boolean whole = Setting.isWhole(setting.value());
        BigDecimal step = whole ? BigDecimal.ONE : TINY;
        boolean each = !setting.eachAllowed().isEmpty();
        Bounds bounds = Bounds.of(each ? setting.eachAllowed() : setting.allowed());
        bounds.min().ifPresent(min -> {
            add(setting, pointer, path, bounds.minExcluded() ? min.add(step) : min, true);
            add(setting, pointer, path, bounds.minExcluded() ? min : min.subtract(step), false);
        });
        bounds.max().ifPresent(max -> {
            add(setting, pointer, path, bounds.maxExcluded() ? max.subtract(step) : max, true);
            add(setting, pointer, path, bounds.maxExcluded() ? max : max.add(step), false);
        });
    }

    private void add(Setting setting, String pointer, String path, BigDecimal value, boolean allowed) {
        ObjectNode changed = job.deepCopy();
        ObjectNode holder = (ObjectNode) changed.at(pointer);
        if (setting.isList()) {
            ArrayNode list = holder.putArray(setting.key());
            list.add(value);
        } else {
            holder.put(setting.key(), value);
        }
        cases.add(new Case(path, value, allowed, changed));
    }
}
