package org.meanfield.reference;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.meanfield.job.train.TrainJob;
import org.meanfield.sweep.Distribution;

/** The key paths of a training, {@code train.optimizer.learning-rate}, that a sweep may set, with what each may be. */
final class KeyPaths {
    /** A path through an element of a list: what is there depends on the job. */
    private static final String THROUGH_LIST = "^[a-z][a-z0-9.-]*(\\[\\d+\\]|\\.\\d+)";

    private static final String SEED = "seed";

    private final Catalogue catalogue;
    private final SchemaValues values;

    /** Of each path what it may be, and where that is defined: once for each member of a family that says otherwise. */
    private final Map<String, Map<ObjectNode, ObjectNode>> paths = new LinkedHashMap<>();

    KeyPaths(Catalogue catalogue, SchemaValues values) {
        this.catalogue = catalogue;
        this.values = values;
        collect(TrainJob.class, SchemaValues.name(TrainJob.class), "");
        paths.remove(SEED); // the seeds of a sweep stand in seeds
    }

    private void collect(Class<?> record, String definition, String path) {
        for (Setting setting : catalogue.settings(record)) {
            String here = path + setting.key();
            add(here, values.of(setting), definition + "/properties/" + setting.key());
            Class<?> value = setting.value();
            if (setting.isList()) {
                continue;
            }
            if (Setting.isFamily(value)) {
                String family = SchemaValues.name(value);
                add(here + ".type", SchemaValues.JSON.objectNode(), family + "/properties/type");
                Catalogue.members(value).forEach((name, member) -> collect(member, family + "." + name, here + "."));
            } else if (value.isRecord()) {
                collect(value, SchemaValues.name(value), here + ".");
            }
        }
    }

    /** Members that say the same of a key are one. */
    private void add(String path, ObjectNode said, String definition) {
        paths.computeIfAbsent(path, any -> new LinkedHashMap<>()).putIfAbsent(said, SchemaValues.reference(definition));
    }

    /** Returns what a mapping from key paths to values may be. */
    ObjectNode cell() {
        ObjectNode schema = mapping();
        paths.forEach((path, said) -> {
            ArrayNode either = SchemaValues.JSON.arrayNode().addAll(said.values());
            ObjectNode properties = (ObjectNode) schema.path("properties");
            if (either.size() == 1) {
                properties.set(path, either.get(0));
            } else {
                properties.putObject(path).set("anyOf", either);
            }
        });
        ((ObjectNode) schema.path("patternProperties")).putObject(THROUGH_LIST);
        return schema;
    }

    /** Returns what a mapping from key paths to lists of values may be. */
    ObjectNode grid() {
        ObjectNode schema = mapping();
        paths.keySet().forEach(path -> ((ObjectNode) schema.path("properties"))
                .set(path, list(SchemaValues.reference("cell/properties/" + path))));
        ((ObjectNode) schema.path("patternProperties")).set(THROUGH_LIST, list(SchemaValues.JSON.objectNode()));
        return schema;
    }

    /** Returns what a mapping from key paths to distributions may be. */
    ObjectNode draws() {
        ObjectNode schema = mapping();
        ObjectNode distribution = SchemaValues.reference(SchemaValues.name(Distribution.class));
        paths.keySet().forEach(path -> ((ObjectNode) schema.path("properties")).set(path, distribution));
        ((ObjectNode) schema.path("patternProperties")).set(THROUGH_LIST, distribution);
        return schema;
    }

    private static ObjectNode list(ObjectNode items) {
        ObjectNode list = SchemaValues.JSON.objectNode().put("type", "array").put("minItems", 1);
        list.set("items", items);
        return list;
    }

    private static ObjectNode mapping() {
        ObjectNode schema = SchemaValues.JSON.objectNode().put("type", "object");
        schema.putObject("properties");
        schema.putObject("patternProperties");
        return schema.put("additionalProperties", false);
    }
}
