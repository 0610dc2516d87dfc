package org.meanfield.job.robustness;

import java.util.List;
import java.util.Optional;

/** Selection of models to evaluate: an element of {@code models:} of a job file. */
public sealed interface Models permits AllModels, RunsModels, SweepModels, FolderModels {
    /**
     * Returns the folders of the models.
     *
     * @param key what the job file calls this element, for messages
     * @param outputRoot that of the job, where models are unless the job file says otherwise
     * @param known the runs that the command has read
     * @throws org.meanfield.config.InvalidInputException if there is no such model
     */
    List<String> folders(String key, String outputRoot, KnownRuns known);

    /** Returns the folder of the model of {@code run} if it is one of these and exists; empty if not. */
    Optional<String> folder(String run, String outputRoot);
}
