package org.meanfield.job.mlflow;

import java.io.IOException;

/** MLflow has refused a request. */
final class MlflowException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * Creates one.
     *
     * @param code MLflow's error code, such as {@code RESOURCE_DOES_NOT_EXIST}; empty if there is none
     */
    MlflowException(String message, String code) {
        super(message);
        this.code = code;
    }

    boolean has(String wanted) {
        return code.equals(wanted);
    }
}
