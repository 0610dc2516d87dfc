package org.meanfield.tables;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a record whose components are the columns of a table, named in snake case. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Table {
    /** The value of the column {@code schema_version} in every row. */
    int SCHEMA_VERSION = 1;

    /** The name of the table. */
    String value();
}
