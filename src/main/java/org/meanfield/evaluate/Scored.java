package org.meanfield.evaluate;

import java.io.Serializable;

/** Score and predictions of a network for consecutive images. */
public record Scored(Score score, Predictions predictions) implements Serializable {
    /** Returns the empty value. */
    public static Scored none() {
        return new Scored(Score.none(), Predictions.none());
    }

    /** Appends the next images; see {@link Predictions#plus}. */
    public Scored plus(Scored next) {
        return new Scored(score.plus(next.score), predictions.plus(next.predictions));
    }

    /**
     * Returns this if it covers {@code images} images.
     *
     * @throws IllegalStateException if some are missing or duplicate
     */
    public Scored over(int images) {
        score.over(images);
        return this;
    }
}
