package org.meanfield.tables;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The documentation of a column, with its unit; written into the Parquet files as the column's comment. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Column {
    /** One sentence. */
    String value();

    /** Whether tables written before the column came are read all the same, with NaN in its place. */
    boolean later() default false;
}
