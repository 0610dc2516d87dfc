package org.meanfield.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;
import org.deeplearning4j.nn.conf.serde.JsonMappers;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Reason;

/**
 * DL4J's JSON of a network as files have it. In a file, what is this program's own has the names of {@link TypeNames} in place of
 * its classes. What comes from a file is checked before DL4J sees it: DL4J makes an object of whatever class the JSON names, and
 * runs that class's code.
 *
 * <p>The check is of a tree without repeated keys, which is then written anew, so that DL4J reads what was checked. DL4J's reader
 * takes the name of a class from {@code @class}, from {@code type}, and from the first string of an array. The tree's check
 * knows these three; {@link AllowedClasses}, which Jackson itself asks, every other that there may be.
 */
public final class NetworkJson {
    static final String CLASS = "@class";

    private static final int MAX_DEPTH = 64;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.INDENT_OUTPUT);

    private final TypeNames names;

    NetworkJson(TypeNames names) {
        this.names = names;
    }

    /** Returns what DL4J wrote as it is to be in a file: as it is but for the names of classes of ours. */
    public static String toFile(String json) {
        return new NetworkJson(TypeNames.OURS).named(json);
    }

    /**
     * Returns what a file has as DL4J reads it.
     *
     * @param source what the file is, for messages
     * @param type what DL4J is to read it as
     * @throws InvalidInputException if it names a class that may not be named
     * @throws IllegalArgumentException if it cannot be read otherwise; its message is the reason
     */
    public static String fromFile(String source, String json, Class<?> type) {
        return new NetworkJson(TypeNames.OURS).checked(source, json, type);
    }

    String named(String json) {
        try {
            JsonNode tree = JSON.readTree(json);
            return name(tree) ? JSON.writeValueAsString(tree) : json;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("This is not JSON: " + json, e);
        }
    }

    /** Gives classes of ours their names; returns whether there was one. */
    private boolean name(JsonNode node) {
        boolean found = false;
        if (node instanceof ObjectNode object) {
            Optional<TypeNames.Type> type = names.find(object.path(CLASS).asText());
            type.ifPresent(known -> object.put(CLASS, known.name()));
            found = type.isPresent();
        }
        for (JsonNode child : node) {
            found |= name(child);
        }
        return found;
    }

    String checked(String source, String json, Class<?> type) {
        AllowedClasses classes = new AllowedClasses(source, names);
        try {
            JsonNode tree = JSON.readTree(json);
            check(tree, classes);
            String safe = JSON.writeValueAsString(tree);
            read(safe, type, classes);
            return safe;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(Reason.line(e), e);
        }
    }

    /** Puts classes in place of names of ours, and refuses a class that may not be named. */
    private void check(JsonNode node, AllowedClasses classes) {
        if (node instanceof ObjectNode object && object.has(CLASS)) {
            String name = object.path(CLASS).asText();
            String className = names.find(name).map(TypeNames.Type::className).orElse(name);
            classes.check(className);
            object.put(CLASS, className);
        }
        checkOther(node.path("type"), classes);
        if (node.isArray()) {
            checkOther(node.path(0), classes);
        }
        node.forEach(child -> check(child, classes));
    }

    /** A string where DL4J may look for a class, and may as well find the name of a layer or of a parameter. */
    private static void checkOther(JsonNode node, AllowedClasses classes) {
        // Jackson takes a<b> for the class a with a parameter of class b.
        if (node instanceof TextNode text
                && (text.textValue().contains("<") || AllowedClasses.exists(text.textValue()))) {
            classes.check(text.textValue());
        }
    }

    /** Has DL4J's reader ask for each class. */
    private static void read(String json, Class<?> type, AllowedClasses classes) {
        try {
            JsonMappers.getMapper().copy().setPolymorphicTypeValidator(classes).readValue(json, type);
        } catch (org.nd4j.shade.jackson.core.JsonProcessingException | RuntimeException e) {
            if (Reason.of(e) instanceof InvalidInputException refused) {
                throw refused;
            }
            throw new IllegalArgumentException(Reason.line(e), e);
        }
    }
}
