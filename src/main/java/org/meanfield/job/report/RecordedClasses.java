package org.meanfield.job.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.meanfield.config.InvalidInputException;
import org.meanfield.job.robustness.SavedModel;
import org.meanfield.job.train.TrainJob;
import org.meanfield.report.ClassNames;
import org.meanfield.report.Results;
import org.meanfield.storage.Storage;
import org.meanfield.tables.RunRow;
import org.meanfield.train.checkpoint.ModelFiles;

/** The names of a run's classes: from its model, or else as its data set has them now. */
final class RecordedClasses {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordedClasses() {}

    /** Returns them; those of a run that is not known here, or has no data any more, have their numbers. */
    static ClassNames of(Results results, String modelRun) {
        String run = SavedModel.run(modelRun);
        String manifest = Storage.child(results.root(), "models/%s/%s".formatted(run, ModelFiles.MANIFEST));
        if (Storage.isFile(manifest)) {
            ClassNames names = read(manifest);
            if (!names.known().isEmpty()) {
                return names;
            }
        }
        RunRow row = results.runs().get(run);
        return row == null ? ClassNames.NONE : ofData(TrainJob.of(run, row));
    }

    private static ClassNames read(String manifest) {
        try {
            List<String> names = new ArrayList<>();
            JSON.readTree(Storage.read(manifest))
                    .path("classNames")
                    .forEach((JsonNode name) -> names.add(name.asText()));
            return new ClassNames(names);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + manifest, e);
        }
    }

    private static ClassNames ofData(TrainJob job) {
        try {
            return new ClassNames(job.data().source().classNames());
        } catch (InvalidInputException | UncheckedIOException e) {
            return ClassNames.NONE; // as the page itself says where it shows no pictures
        }
    }
}
