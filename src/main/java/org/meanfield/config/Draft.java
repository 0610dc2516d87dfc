package org.meanfield.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A record as a file gives it, before its defaults are filled in: a template from which changes make further records. A
 * default may depend on given values, so changing the finished record would not give the same result.
 *
 * @param type the record's class
 * @param tree its YAML
 * @param <T> the record's class
 */
public record Draft<T extends Record>(Class<T> type, JsonNode tree) {
    /** Copies the tree. */
    public Draft {
        tree = tree.deepCopy();
    }

    /**
     * Returns the record after {@code changes}, applied in order.
     *
     * @throws InvalidInputException if a path does not exist or a value is not allowed
     */
    public T with(List<Change> changes) {
        return RecordReader.read(tree.deepCopy(), type, changes);
    }
}
