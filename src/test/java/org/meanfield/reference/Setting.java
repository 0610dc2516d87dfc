package org.meanfield.reference;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meanfield.config.Draft;

/**
 * A key of a job file.
 *
 * @param key in kebab case
 * @param type of the record's component
 * @param otherwise its default, as YAML; empty for a key that must be given
 * @param allowed what it must be, check by check
 * @param eachAllowed what each element of its list must be
 * @param meaning what the record's Javadoc says of it
 */
record Setting(
        String key,
        Type type,
        Optional<String> otherwise,
        List<String> allowed,
        List<String> eachAllowed,
        String meaning) {
    boolean isList() {
        return holds(List.class);
    }

    boolean isMap() {
        return holds(Map.class);
    }

    boolean isDraft() {
        return holds(Draft.class);
    }

    private boolean holds(Class<?> container) {
        return type instanceof ParameterizedType generic && generic.getRawType() == container;
    }

    /** Returns the class of a value: of the elements of a list or mapping, or of the record that a draft is of. */
    Class<?> value() {
        return leaf(type);
    }

    static Class<?> leaf(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return leaf(arguments[arguments.length - 1]);
        }
        return (Class<?>) type;
    }

    /** Returns whether any value will do as far as the type says. */
    boolean isAny() {
        return type == JsonNode.class;
    }

    static boolean isFamily(Class<?> type) {
        return type.isInterface() && type.isSealed();
    }

    static boolean isWhole(Class<?> type) {
        return List.of(int.class, long.class, Integer.class, Long.class).contains(type);
    }

    static boolean isNumber(Class<?> type) {
        return type == double.class || type == Double.class;
    }
}
