package org.meanfield.model;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.nd4j.shade.jackson.databind.JavaType;
import org.nd4j.shade.jackson.databind.cfg.MapperConfig;
import org.nd4j.shade.jackson.databind.jsontype.PolymorphicTypeValidator;

/**
 * The classes that the JSON of a network may name: those of DL4J and ND4J, this program's own that {@link TypeNames} lists, and
 * those of the user's that the setting {@value #SETTING} names. A class is looked at without its static initializer being run,
 * and must be of the kind that the JSON's place asks for, for instance a layer.
 */
final class AllowedClasses extends PolymorphicTypeValidator.Base {
    /**
     * The setting, given to Spark as any other ({@code --conf}, {@code spark-defaults.conf}): classes with their packages, separated
     * by commas; {@code com.acme.layers.*} stands for all in and below a package.
     */
    static final String SETTING = "spark.meanfield.allowedClasses";

    private static final long serialVersionUID = 1L;
    private static final Pattern NAME = Pattern.compile("[\\p{Alnum}_$]+(\\.[\\p{Alnum}_$]+)*");
    private static final List<String> LIBRARIES = List.of("org.deeplearning4j.*", "org.nd4j.*");

    private final String source;
    private final transient TypeNames ours;
    private final List<String> allowed;

    /**
     * Creates the check of one file.
     *
     * @param source what the file is, for messages
     */
    AllowedClasses(String source, TypeNames ours) {
        this.source = source;
        this.ours = ours;
        this.allowed = Stream.concat(LIBRARIES.stream(), setting().stream()).toList();
    }

    private static List<String> setting() {
        List<String> entries = Pattern.compile(",")
                .splitAsStream(System.getProperty(SETTING, ""))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
        for (String entry : entries) {
            String name = entry.endsWith(".*") ? entry.substring(0, entry.length() - 2) : entry;
            Check.that(NAME.matcher(name).matches(), SETTING, entry, "names of classes, or of packages that end in .*");
        }
        return entries;
    }

    /** Returns whether a class of that name may be named. */
    boolean allows(String className) {
        return NAME.matcher(className).matches()
                && (ours.isClass(className) || allowed.stream().anyMatch(entry -> matches(entry, className)));
    }

    private static boolean matches(String entry, String className) {
        return entry.endsWith(".*")
                ? className.startsWith(entry.substring(0, entry.length() - 1))
                : className.equals(entry);
    }

    /** Refuses a class that may not be named. */
    void check(String className) {
        if (!allows(className)) {
            throw refused(className, "a class of DL4J or ND4J, or one that %s names".formatted(SETTING));
        }
    }

    /** Returns whether there is such a class; it is not initialized. */
    static boolean exists(String className) {
        try {
            load(className);
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static Class<?> load(String className) throws ClassNotFoundException {
        return Class.forName(className, false, Thread.currentThread().getContextClassLoader());
    }

    @Override
    public Validity validateBaseType(MapperConfig<?> config, JavaType baseType) {
        return Validity.INDETERMINATE; // what counts is the class that is named
    }

    /** Is asked before the class is loaded, wherever in the JSON and in whatever form it is named. */
    @Override
    public Validity validateSubClassName(MapperConfig<?> config, JavaType baseType, String className) {
        check(className);
        try {
            if (baseType.getRawClass().isAssignableFrom(load(className))) {
                return Validity.ALLOWED;
            }
        } catch (ClassNotFoundException | LinkageError e) {
            throw refused(className, "a class on the class path");
        }
        throw refused(className, "a subtype of " + baseType.getRawClass().getSimpleName());
    }

    private InvalidInputException refused(String className, String allowedOnes) {
        return new InvalidInputException("class in %s is %s but must be %s".formatted(source, className, allowedOnes));
    }
}
