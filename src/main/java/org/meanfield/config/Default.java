package org.meanfield.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The default of a job file's key, as YAML; a component without one is required. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
    /** The value as YAML, for instance {@code 0.001}, {@code [512, 256]} or {@code {type: mean}}. */
    String value();

    /**
     * Whether the key is left out where a record is written and has this value: for a key that came later, so that jobs from
     * before it keep their ids.
     */
    boolean omitted() default false;
}
