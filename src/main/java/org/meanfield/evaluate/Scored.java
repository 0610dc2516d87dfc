package org.meanfield.evaluate;

import java.io.Serializable;

/** How well a network does on consecutive images, and what it takes each of them for. */
public record Scored(Score score, Predictions predictions) implements Serializable {
    /** Returns that of no images. */
    public static Scored none() {
        return new Scored(Score.none(), Predictions.none());
    }

    /** Returns these and the next images together; see {@link Predictions#plus}. */
    public Scored plus(Scored next) {
        return new Scored(score.plus(next.score), predictions.plus(next.predictions));
    }

    /**
     * Returns this if it is of {@code images} images.
     *
     * @throws IllegalStateException if some were left out or counted twice
     */
    public Scored over(int images) {
        score.over(images);
        return this;
    }
}
