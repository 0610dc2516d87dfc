package org.meanfield.reference;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.meanfield.job.sweep.SweepJob;
import org.meanfield.job.train.TrainJob;
import org.meanfield.sweep.RandomCells;

/**
 * {@code jobs/job.schema.json}: what editors complete and check job files by. Draft 7, which every editor knows.
 *
 * <p>Which kind of job a file is, its keys say; which member of a family, its {@code type}. Both are conditions rather than
 * alternatives, so that what is wrong is said of that kind or member and not of all.
 */
final class JobSchema {
    private final Catalogue catalogue;
    private final SchemaValues values;
    private final ObjectNode definitions = SchemaValues.JSON.objectNode();

    JobSchema(Catalogue catalogue) {
        this.catalogue = catalogue;
        this.values = new SchemaValues(catalogue);
    }

    ObjectNode schema() {
        ObjectNode schema = SchemaValues.JSON.objectNode();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", "A job file of Meanfield");
        schema.put("description", "Made from the code: " + GeneratedFiles.COMMAND);
        schema.put("type", "object");
        schema.setAll(kinds(schema.putObject("properties")));
        Catalogue.JOBS.keySet().forEach(this::define);
        catalogue.records().keySet().forEach(this::define);
        catalogue.families().keySet().forEach(this::defineFamily);
        KeyPaths paths = new KeyPaths(catalogue, values);
        definitions.set("cell", paths.cell());
        definitions.set("grid", paths.grid());
        definitions.set("draws", paths.draws());
        schema.set("definitions", definitions);
        return schema;
    }

    /** A key that only one kind of job has makes the file one; a file without any is a training. */
    private ObjectNode kinds(ObjectNode telling) {
        ObjectNode conditions = SchemaValues.JSON.objectNode();
        ObjectNode innermost = conditions;
        for (Class<? extends Record> job : Catalogue.JOBS.keySet()) {
            if (job == TrainJob.class) {
                continue;
            }
            ArrayNode any = innermost.putObject("if").putArray("anyOf");
            for (Setting setting : catalogue.settings(job)) {
                if (isOfNoOther(setting.key(), job)) {
                    any.addObject().putArray("required").add(setting.key());
                    if (setting.otherwise().isEmpty()
                            && telling.path(setting.key()).isMissingNode()) {
                        telling.putObject(setting.key())
                                .put("description", "Of a %s: %s".formatted(word(job), setting.meaning()));
                    }
                }
            }
            innermost.set("then", SchemaValues.reference(SchemaValues.name(job)));
            innermost = innermost.putObject("else");
        }
        innermost.setAll(SchemaValues.reference(SchemaValues.name(TrainJob.class)));
        return conditions;
    }

    private boolean isOfNoOther(String key, Class<?> job) {
        return Catalogue.JOBS.keySet().stream()
                .filter(other -> other != job)
                .flatMap(other -> catalogue.settings(other).stream())
                .noneMatch(setting -> setting.key().equals(key));
    }

    private static String word(Class<?> job) {
        return Catalogue.JOBS.get(job).toLowerCase(Locale.ROOT);
    }

    private void define(Class<?> record) {
        definitions.set(
                SchemaValues.name(record), keys(record, Catalogue.JOBS.getOrDefault(record, Catalogue.title(record))));
    }

    private void defineFamily(Class<?> family) {
        Map<String, Class<?>> members = Catalogue.members(family);
        ObjectNode schema = SchemaValues.JSON.objectNode();
        schema.put("title", Catalogue.title(family));
        schema.put("description", catalogue.paragraph(family));
        schema.put("type", "object");
        ObjectNode type = schema.putObject("properties").putObject("type");
        ArrayNode names = type.putArray("enum");
        ArrayNode meanings = type.putArray("markdownEnumDescriptions");
        ArrayNode conditions = schema.putArray("allOf");
        members.forEach((name, member) -> {
            names.add(name);
            meanings.add(catalogue.paragraph(member));
            ObjectNode condition = conditions.addObject();
            ObjectNode when = condition.putObject("if");
            when.putObject("properties").putObject("type").put("const", name);
            when.putArray("required").add("type");
            String definition = SchemaValues.name(family) + "." + name;
            condition.set("then", SchemaValues.reference(definition));
            ObjectNode own = keys(member, "%s %s".formatted(Catalogue.title(family), name));
            ((ObjectNode) own.path("properties")).putObject("type").put("const", name);
            definitions.set(definition, own);
        });
        schema.putArray("required").add("type");
        definitions.set(SchemaValues.name(family), schema);
    }

    private ObjectNode keys(Class<?> record, String title) {
        ObjectNode schema = SchemaValues.JSON.objectNode();
        schema.put("title", title);
        schema.put("description", catalogue.paragraph(record));
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        List<Setting> settings = catalogue.settings(record);
        for (Setting setting : settings) {
            properties.set(setting.key(), values.of(setting));
        }
        if (record == SweepJob.class) {
            refer(properties, "grid", "grid");
            ((ObjectNode) properties.path("list")).set("items", SchemaValues.reference("cell"));
        } else if (record == RandomCells.class) {
            refer(properties, "keys", "draws");
        }
        ArrayNode required = SchemaValues.JSON.arrayNode();
        settings.stream()
                .filter(setting -> setting.otherwise().isEmpty())
                .forEach(setting -> required.add(setting.key()));
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema.put("additionalProperties", false);
    }

    /** Its values are of what the key paths lead to. */
    private static void refer(ObjectNode properties, String key, String definition) {
        ObjectNode property = (ObjectNode) properties.path(key);
        property.remove(List.of("type", "additionalProperties"));
        property.setAll(SchemaValues.reference(definition));
        if (property.has("default")) {
            SchemaValues.allowNull(property);
        }
    }
}
