package org.meanfield.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of a scoring that one Spark task does: a block of images, some conditions and some models.
 *
 * @param start number of the first image of its block
 * @param firstCondition number of its first condition
 * @param endCondition number of the condition after its last one
 * @param firstModel number of its first model
 * @param endModel number of the model after its last one
 */
record ScoringTask(int start, int firstCondition, int endCondition, int firstModel, int endModel)
        implements Serializable {
    /** Tasks per core, if there is enough work: few cores idle at the end of a job. */
    private static final int TASKS_PER_CORE = 3;

    /**
     * Divides the work into tasks. With few blocks for the cores, the conditions of a block are divided too, and with
     * few of both, the models, although each part then corrupts the images again: the core would be idle otherwise. The
     * bits of the scores do not depend on the division.
     *
     * @param blocks number of the first image of each block
     * @param cores number of cores
     * @return block after block, of each the conditions in their order
     */
    static List<ScoringTask> of(List<Integer> blocks, int conditions, int models, int cores) {
        int ofConditions = shares(conditions, TASKS_PER_CORE * cores, blocks.size());
        int ofModels = shares(models, cores, blocks.size() * ofConditions);
        List<ScoringTask> pieces = new ArrayList<>();
        for (int start : blocks) {
            for (int c = 0; c < ofConditions; c++) {
                for (int m = 0; m < ofModels; m++) {
                    pieces.add(new ScoringTask(
                            start,
                            border(conditions, c, ofConditions),
                            border(conditions, c + 1, ofConditions),
                            border(models, m, ofModels),
                            border(models, m + 1, ofModels)));
                }
            }
        }
        return pieces;
    }

    /**
     * Returns into how many shares each of {@code tasks} is divided to make at least {@code wanted}, or as many as
     * possible.
     */
    private static int shares(int parts, int wanted, int tasks) {
        return Math.min(parts, (wanted + tasks - 1) / tasks);
    }

    private static int border(int parts, int share, int shares) {
        return (int) ((long) parts * share / shares);
    }

    /** Returns whether this task scores a model under a condition. */
    boolean has(int condition, int model) {
        return condition >= firstCondition && condition < endCondition && model >= firstModel && model < endModel;
    }
}
