package org.meanfield.train;

/** When the test split is scored. */
public enum Evaluation {
    /** At the end of the training, with the selected state. */
    AT_END,
    /**
     * Also after each epoch, with the training split, to study how both errors develop: as the splits {@code
     * test-every-epoch} and {@code train} of the table {@code evaluations}, by which nothing is ever selected.
     */
    EVERY_EPOCH
}
