package org.meanfield.job.draft;

import java.util.List;
import java.util.stream.IntStream;
import org.meanfield.data.FolderSurvey;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.image.ImageShape;

/**
 * Settings of a first training on the pictures of a folder: small and cautious, for some minutes on a few cores.
 *
 * @param channels 3 if a picture has colours, else 1
 * @param height in pixels
 * @param width in pixels
 * @param validation training pictures that are set apart
 * @param blocks convolutional blocks, each of which halves the resolution
 * @param batch images of a local step
 * @param localSteps local steps of a round
 * @param epochs so that each of two workers takes about {@value #STEPS} steps, within limits
 * @param mirrored whether a picture may be mirrored
 */
record FirstSettings(
        int channels,
        int height,
        int width,
        int validation,
        int blocks,
        int batch,
        int localSteps,
        int epochs,
        boolean mirrored) {
    /** The number of logical workers. */
    static final int WORKERS = 2;

    /** Local steps of a worker that a small network usually needs. */
    static final int STEPS = 1000;

    private static final int LEAST_EPOCHS = 5;
    private static final int MOST_EPOCHS = 60;
    private static final int MOST_BATCH = 32;
    private static final int MOST_BLOCKS = 4;
    private static final int MOST_LOCAL_STEPS = 10;
    /** Smaller ones leave too few pixels for a convolution. */
    private static final int SMALLEST = 8;

    private static final List<Integer> SIDES = List.of(64, 48, 32, 24, 16, SMALLEST);

    /** Chooses them. */
    static FirstSettings of(FolderSurvey survey) {
        ImageShape shape = shape(survey);
        int validation = validation(survey);
        int train = survey.count(Split.TRAIN) - validation;
        int shard = Math.max(1, train / WORKERS);
        int batch = MOST_BATCH;
        while (batch > 1 && 4 * batch > shard) {
            batch /= 2;
        }
        int stepsPerEpoch = (shard + batch - 1) / batch;
        int side = Math.min(shape.height(), shape.width());
        int blocks = 1;
        while (blocks < MOST_BLOCKS && side >> blocks >= 2 * 4) {
            blocks++;
        }
        return new FirstSettings(
                shape.channels(),
                shape.height(),
                shape.width(),
                validation,
                blocks,
                batch,
                Math.min(MOST_LOCAL_STEPS, stepsPerEpoch),
                Math.max(LEAST_EPOCHS, Math.min(MOST_EPOCHS, (STEPS + stepsPerEpoch - 1) / stepsPerEpoch)),
                survey.classNames().stream().noneMatch(name -> name.matches("[A-Za-z0-9]")));
    }

    /** The pictures' own size if they all have a small one, else a square that most need not be enlarged for. */
    private static ImageShape shape(FolderSurvey survey) {
        int channels = survey.coloured() > 0 ? 3 : 1;
        int largest = SIDES.get(0);
        return survey.commonSize()
                .filter(size -> size.height() <= largest && size.width() <= largest)
                .filter(size -> Math.min(size.height(), size.width()) >= SMALLEST)
                .orElseGet(() -> {
                    int median = survey.shorterSides()[survey.pictures() / 2];
                    int side = SIDES.stream()
                            .filter(one -> one <= median)
                            .findFirst()
                            .orElse(SMALLEST);
                    return new ImageShape(channels, side, side);
                });
    }

    /** A tenth of the training pictures, equally many of each class, but at most a quarter of the smallest class; 0 where there is a part for it. */
    private static int validation(FolderSurvey survey) {
        if (survey.counts().containsKey(Split.VALIDATION)) {
            return 0;
        }
        int classes = survey.classNames().size();
        int smallest = IntStream.of(survey.counts().get(Split.TRAIN)).min().orElseThrow();
        return classes * Math.min(survey.count(Split.TRAIN) / (10 * classes), smallest / 4);
    }

    /** Returns whether the pixels of all pictures are too many to be decoded by every machine at every start. */
    boolean needsShards(FolderSurvey survey) {
        return (long) survey.pictures() * channels * height * width > Splits.SMALL;
    }
}
