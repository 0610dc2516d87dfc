package org.meanfield.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What one task scores.
 *
 * @param start number of the first image of its block
 * @param firstCondition number of its first condition
 * @param endCondition number of the condition after its last one
 * @param firstModel number of its first model
 * @param endModel number of the model after its last one
 */
record ScoringTask(int start, int firstCondition, int endCondition, int firstModel, int endModel)
        implements Serializable {
    /** So many tasks for each core, where there is enough to do: the last ones of a job leave few cores idle. */
    private static final int TASKS_PER_CORE = 3;

    /**
     * Divides the work. Where there are few blocks for the cores, the conditions of a block are shared out, and where there
     * are few of both, the models, although each share of these corrupts its images anew: the core would be idle otherwise.
     * The bits of what they come to do not depend on it.
     *
     * @param blocks number of the first image of each block
     * @param cores that there are
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

    /** Returns into how many shares each of {@code tasks} is divided so that there are {@code wanted}, or as many as can be. */
    private static int shares(int parts, int wanted, int tasks) {
        return Math.min(parts, (wanted + tasks - 1) / tasks);
    }

    private static int border(int parts, int share, int shares) {
        return (int) ((long) parts * share / shares);
    }

    /** Returns whether it has a model under a condition. */
    boolean has(int condition, int model) {
        return condition >= firstCondition && condition < endCondition && model >= firstModel && model < endModel;
    }
}
