package org.meanfield.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A record as a file gives it, with its defaults not filled in yet: other records can be made of it by changes. A default may
 * depend on what is given, so that changes to the finished record would not come to the same.
 *
 * @param type the kind of record
 * @param tree what the file has for it
 * @param <T> the kind of record
 */
public record Draft<T extends Record>(Class<T> type, JsonNode tree) {
    /** Keeps a copy of the tree. */
    public Draft {
        tree = tree.deepCopy();
    }

    /**
     * Returns the record after {@code changes}, which are made in their order.
     *
     * @throws InvalidInputException if one leads nowhere, or a value is not one that the record takes
     */
    public T with(List<Change> changes) {
        return RecordReader.read(tree.deepCopy(), type, changes);
    }
}
