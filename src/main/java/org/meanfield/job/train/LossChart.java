package org.meanfield.job.train;

import org.meanfield.config.Reason;
import org.meanfield.job.common.Options;
import org.meanfield.report.TrainingCharts;
import org.meanfield.report.chart.CannotDrawException;
import org.meanfield.storage.Storage;
import org.meanfield.train.checkpoint.Checkpoint;

/** The picture of a training's losses. */
final class LossChart {
    private LossChart() {}

    /** Draws it and returns its path; empty if Java has no fonts to draw it, which must not fail a run. */
    static String draw(Checkpoint end, String runId, Options options) {
        byte[] png;
        try {
            png = CannotDrawException.drawn(() -> TrainingCharts.lossPicture(end.rounds(), end.evaluations()));
        } catch (CannotDrawException e) {
            options.console().say("No loss chart, since " + Reason.line(e));
            return "";
        }
        String picture = Storage.child(options.output(), "reports/" + runId + "/loss.png");
        Storage.write(picture, png);
        return picture;
    }
}
