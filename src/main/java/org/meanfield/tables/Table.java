package org.meanfield.tables;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A record whose components are the columns of a table; the names of the columns are theirs in snake case. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Table {
    /** The version that the column {@code schema_version} of every row has. */
    int SCHEMA_VERSION = 1;

    /** The name of the table. */
    String value();
}
