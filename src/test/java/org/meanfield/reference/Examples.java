package org.meanfield.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.meanfield.config.Names;
import org.meanfield.sweep.Search;

/** The examples that the reference shows: {@code examples.yaml}. */
final class Examples {
    static final YAMLMapper YAML = new YAMLMapper();

    private final JsonNode examples;

    Examples() {
        try (InputStream in = Examples.class.getResourceAsStream("examples.yaml")) {
            examples = YAML.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the shortest job of a kind. */
    String job(Class<? extends Record> kind) {
        return text("jobs", Catalogue.JOBS.get(kind).toLowerCase(Locale.ROOT).replace(' ', '-'));
    }

    /** Returns a member of a family as a job file has it, on one line. */
    String member(Class<?> family, String name) {
        return text(Names.kebab(family.getSimpleName()), name);
    }

    private String text(String group, String name) {
        JsonNode text = examples.path(group).path(name);
        if (!text.isTextual()) {
            throw new AssertionError("examples.yaml has no example of %s: %s".formatted(group, name));
        }
        return text.textValue();
    }

    /** Returns a member below the last of the keys that lead to it, as a job file has it. */
    String inPlace(Class<?> family, String name, Catalogue.Place place) {
        String key = place.holder().key();
        String member = member(family, name);
        if (place.holder().isList()) {
            return "%s: [%s]".formatted(key, member);
        }
        return place.holder().isMap() ? "%s: {model.dropout: %s}".formatted(key, member) : key + ": " + member;
    }

    /** Returns the shortest job with a member at its place. */
    ObjectNode around(Class<?> family, String name, Catalogue.Place place) {
        ObjectNode job = (ObjectNode) parse(job(place.job()));
        if (family == Search.class) {
            job.remove("grid"); // a search is in its place
        }
        String[] steps = place.path().split("\\.", -1);
        ObjectNode holder = job;
        for (int i = 0; i < steps.length - 1; i++) {
            holder = holder.withObject("/" + steps[i]);
        }
        holder.setAll((ObjectNode) parse(inPlace(family, name, place)));
        if (place.holder().isMap()) {
            holder.put("count", 1); // random draws are asked for
        }
        return job;
    }

    static JsonNode parse(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
