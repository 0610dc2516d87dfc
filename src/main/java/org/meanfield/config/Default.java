package org.meanfield.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The value, as YAML, that a key of a job file has when it is left out; a component without it must be given. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
    /** The value as YAML, for instance {@code 0.001}, {@code [512, 256]} or {@code {type: mean}}. */
    String value();
}
