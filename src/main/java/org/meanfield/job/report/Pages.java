package org.meanfield.job.report;

import java.util.List;
import org.meanfield.config.RecordReader;
import org.meanfield.data.Splits;
import org.meanfield.job.robustness.RobustnessJob;
import org.meanfield.job.train.TrainJob;
import org.meanfield.report.ClassNames;
import org.meanfield.report.Page;
import org.meanfield.report.Results;
import org.meanfield.report.RobustnessPage;
import org.meanfield.report.RunData;
import org.meanfield.report.TestImages;
import org.meanfield.report.TrainPage;

/** The pages of an output root, with pictures of the data sets on this machine. */
final class Pages {
    private final Results results;
    private final LocalData data = new LocalData();
    private final TestImages images = new RunImages();

    Pages(Results results) {
        this.results = results;
    }

    Page run(RunData run) {
        return TrainPage.of(run, images);
    }

    Page robustness(RunData evaluation) {
        RobustnessJob job = RecordReader.read(
                evaluation.row().job(), "The job of " + evaluation.id(), RobustnessJob.class, List.of());
        return RobustnessPage.of(evaluation, job.reference(), new RobustnessImages(job, results, data));
    }

    /** What pages show of the data of runs. */
    private final class RunImages implements TestImages {
        @Override
        public Splits open(RunData run) {
            TrainJob job = TrainJob.of(run.id(), run.row());
            return data.open(job.data(), run.row().dataHash());
        }

        @Override
        public List<String> files(RunData run) {
            return TrainJob.of(run.id(), run.row()).data().testFiles();
        }

        @Override
        public ClassNames names(RunData run) {
            return RecordedClasses.of(results, run.id());
        }
    }
}
