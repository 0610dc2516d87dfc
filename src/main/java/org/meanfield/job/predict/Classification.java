package org.meanfield.job.predict;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Line;
import org.meanfield.image.ImageShape;
import org.meanfield.image.LabelledImages;
import org.meanfield.spark.Inference;

/** Classification of a stream of images, batch by batch, in their order; it holds one batch. */
final class Classification<K> implements Iterator<Classified<K>> {
    private final Iterator<Candidate<K>> candidates;
    private final Inference inference;
    private final ImageShape shape;
    private final Deque<Classified<K>> ready = new ArrayDeque<>();

    Classification(Iterator<Candidate<K>> candidates, Inference inference) {
        this.candidates = candidates;
        this.inference = inference;
        this.shape = inference.learner().shape();
    }

    @Override
    public boolean hasNext() {
        return !ready.isEmpty() || candidates.hasNext();
    }

    @Override
    public Classified<K> next() {
        if (ready.isEmpty()) {
            if (!candidates.hasNext()) {
                throw new NoSuchElementException();
            }
            fill();
        }
        return ready.remove();
    }

    private void fill() {
        int most = inference.batch();
        byte[] pixels = new byte[most * shape.size()];
        List<K> keys = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        int whole = 0;
        while (whole < most && keys.size() < most && candidates.hasNext()) {
            Candidate<K> candidate = candidates.next();
            keys.add(candidate.key());
            try {
                candidate.pixels().write(pixels, whole * shape.size());
                errors.add("");
                whole++;
            } catch (InvalidInputException e) {
                errors.add(Line.printable(e.getMessage()));
            }
        }
        float[] probabilities = probabilities(pixels, whole);
        int classes = inference.learner().classes();
        int row = 0;
        for (int i = 0; i < keys.size(); i++) {
            boolean corrupt = !errors.get(i).isEmpty();
            int from = row * classes;
            ready.add(new Classified<>(
                    keys.get(i),
                    errors.get(i),
                    corrupt ? new float[0] : Arrays.copyOfRange(probabilities, from, from + classes)));
            row += corrupt ? 0 : 1;
        }
    }

    private float[] probabilities(byte[] pixels, int images) {
        if (images == 0) {
            return new float[0];
        }
        try {
            return inference.probabilities(
                    new LabelledImages(shape, Arrays.copyOf(pixels, images * shape.size()), new byte[images]));
        } catch (InterruptedException e) { // Spark kills the task
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while classifying images", e);
        }
    }
}
