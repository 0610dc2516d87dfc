package org.meanfield.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.meanfield.config.Names;

/** The parts of the schema that stand for values of keys. */
final class SchemaValues {
    static final JsonNodeFactory JSON = new JsonNodeFactory(true);

    private final Catalogue catalogue;

    SchemaValues(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Returns what the value of a key must be, with its meaning and default. */
    ObjectNode of(Setting setting) {
        ObjectNode schema = JSON.objectNode();
        schema.put("description", description(setting));
        schema.setAll(setting.type() == JsonNode.class ? any(setting) : type(setting.type(), setting));
        setting.otherwise().ifPresent(yaml -> {
            allowNull(schema);
            schema.set("default", typed(setting, yaml));
        });
        return schema;
    }

    /** Allows null, by which a key is absent; what is wrong is still said of the place where it is. */
    static void allowNull(ObjectNode schema) {
        JsonNode type = schema.path("type");
        if (schema.has("$ref")) {
            JsonNode reference = schema.remove("$ref");
            schema.putObject("if").put("type", "null");
            schema.putObject("else").set("$ref", reference);
        } else if (schema.has("enum")) {
            ((ArrayNode) schema.path("enum")).addNull();
        } else if (schema.has("anyOf")) {
            ((ArrayNode) schema.path("anyOf")).addObject().put("type", "null");
        } else if (type.isArray()) {
            ((ArrayNode) type).add("null");
        } else {
            schema.putArray("type").add(type).add("null");
        }
    }

    private String description(Setting setting) {
        if (!setting.value().isEnum()) {
            return setting.meaning();
        }
        StringBuilder text = new StringBuilder(setting.meaning()).append('\n');
        catalogue
                .constants(setting.value())
                .forEach((name, meaning) -> text.append("\n- `%s`: %s".formatted(name, meaning)));
        return text.toString();
    }

    private static ObjectNode any(Setting setting) {
        if (!setting.key().equals("seeds")) {
            throw new AssertionError("The schema does not know what %s takes".formatted(setting.key()));
        }
        ObjectNode schema = JSON.objectNode();
        ArrayNode either = schema.putArray("anyOf");
        Bounds count = Bounds.of(setting.allowed());
        either.add(bounded(JSON.objectNode().put("type", "integer"), count, true));
        ObjectNode list = either.addObject().put("type", "array");
        list.putObject("items").put("type", "integer");
        list.put("minItems", 1).put("uniqueItems", true);
        return schema;
    }

    private ObjectNode type(Type type, Setting setting) {
        if (!(type instanceof ParameterizedType generic)) {
            return single((Class<?>) type, Bounds.of(setting.allowed()));
        }
        Type[] of = generic.getActualTypeArguments();
        if (generic.getRawType() == Map.class) {
            // What the paths lead to is said where the record is known.
            return JSON.objectNode().put("type", "object");
        }
        if (generic.getRawType() != List.class) {
            return single(Setting.leaf(type), Bounds.NONE);
        }
        ObjectNode schema = JSON.objectNode().put("type", "array");
        Bounds each = setting.eachAllowed().isEmpty() ? Bounds.of(setting.allowed()) : Bounds.of(setting.eachAllowed());
        schema.set("items", of[0] instanceof Class<?> element ? single(element, each) : type(of[0], setting));
        if (Bounds.needsElement(setting.allowed())) {
            schema.put("minItems", 1);
        }
        if (setting.allowed().stream().anyMatch(text -> text.matches("a list of different .*|all different"))) {
            schema.put("uniqueItems", true);
        }
        return schema;
    }

    private ObjectNode single(Class<?> type, Bounds bounds) {
        ObjectNode schema = JSON.objectNode();
        if (Setting.isWhole(type)) {
            return bounded(schema.put("type", "integer"), bounds, true);
        }
        if (Setting.isNumber(type)) {
            return bounded(schema.put("type", "number"), bounds, false);
        }
        if (type == boolean.class) {
            return schema.put("type", "boolean");
        }
        if (type == String.class) {
            // What looks like a number is text where text is asked for.
            schema.putArray("type").add("string").add("number");
            return schema;
        }
        if (type.isEnum()) {
            ArrayNode names = schema.putArray("enum");
            catalogue.constants(type).keySet().forEach(names::add);
            return schema;
        }
        return type == JsonNode.class ? schema : reference(name(type));
    }

    private static ObjectNode bounded(ObjectNode schema, Bounds bounds, boolean whole) {
        bounds.min().ifPresent(min -> {
            if (whole && bounds.minExcluded()) {
                schema.put("minimum", min.add(BigDecimal.ONE));
            } else {
                schema.put(bounds.minExcluded() ? "exclusiveMinimum" : "minimum", min);
            }
        });
        bounds.max().ifPresent(max -> schema.put(bounds.maxExcluded() ? "exclusiveMaximum" : "maximum", max));
        return schema;
    }

    private static JsonNode typed(Setting setting, String yaml) {
        Class<?> type = setting.value();
        boolean scalar = setting.type() == type;
        return scalar && (Setting.isNumber(type) || Setting.isWhole(type))
                ? JSON.numberNode(new BigDecimal(yaml))
                : Examples.parse(yaml);
    }

    /** Returns the name of a definition. */
    static String name(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return (outer == null ? "" : Names.kebab(outer.getSimpleName()) + ".") + Names.kebab(type.getSimpleName());
    }

    /** Returns a reference to a definition. */
    static ObjectNode reference(String definition) {
        return JSON.objectNode().put("$ref", "#/definitions/" + definition);
    }
}
