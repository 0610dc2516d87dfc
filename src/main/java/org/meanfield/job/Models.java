package org.meanfield.job;

import java.util.List;

/** Which models are scored: an element of {@code models:} of a job file. */
public sealed interface Models permits AllModels, RunsModels, SweepModels, FolderModels {
    /**
     * Returns the folders of the models.
     *
     * @param key what the job file calls this element, for messages
     * @param outputRoot that of the job, where models are unless the job file says otherwise
     * @throws org.meanfield.config.InvalidInputException if there is no such model
     */
    List<String> folders(String key, String outputRoot);
}
