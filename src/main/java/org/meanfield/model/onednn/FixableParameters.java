package org.meanfield.model.onednn;

/** A layer's configuration for which a network can be had that computes no gradients but those of its inputs. */
public interface FixableParameters {
    /**
     * Makes the layer that is instantiated from this leave out what only training needs: the gradients of its parameters, and
     * the statistics of a batch, in whose place the running ones are used. This is not written to JSON.
     */
    void fixParameters();
}
