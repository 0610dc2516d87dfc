package org.meanfield.job.common;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.meanfield.config.Line;

/** The line of JSON that a command ends with, for scripts: a number that is not finite, which JSON lacks, is null. */
public final class JsonLine {
    private JsonLine() {}

    /** Returns {@code json} as a line. */
    public static String of(JsonNode json) {
        // Jackson escapes C0 only; all other characters that a terminal obeys can only be in texts.
        return Line.printable(finite(json.deepCopy()).toString());
    }

    private static JsonNode finite(JsonNode node) {
        if (node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())) {
            return NullNode.instance;
        }
        if (node instanceof ObjectNode mapping) {
            mapping.properties().forEach(entry -> entry.setValue(finite(entry.getValue())));
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, finite(list.get(i)));
            }
        }
        return node;
    }
}
