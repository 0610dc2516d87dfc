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

    /** Whether an earlier version has written the table without it, which then is read as an empty text, NaN or 0. */
    boolean added() default false;
}
