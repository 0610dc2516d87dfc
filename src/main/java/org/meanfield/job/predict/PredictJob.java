package org.meanfield.job.predict;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.util.List;
import org.meanfield.config.Check;
import org.meanfield.data.OnError;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.Existing;
import org.meanfield.storage.Storage;

/**
 * A request for predictions.
 *
 * @param model the folder of the model
 * @param input the folder or file of the images
 * @param output the folder of the predictions, which has nothing else
 * @param column the column of a table that has the images; empty if the input is no table
 * @param encoding of the images in a column
 * @param keys the columns of a table that the predictions have too
 * @param top number of the most probable classes in a row
 * @param probabilities whether a row has the probability of each class
 * @param onError what happens to corrupt images: {@code skip} makes rows of them too, with the reason
 */
public record PredictJob(
        String model,
        String input,
        String output,
        String column,
        Encoding encoding,
        List<String> keys,
        int top,
        boolean probabilities,
        OnError onError)
        implements Serializable {
    private static final int MOST_CLASSES = 1000;

    /** Checks what needs no files, and makes the paths valid on all machines. */
    public PredictJob {
        Check.that(!model.isBlank(), "MODEL", "empty", "the folder of a model");
        Check.that(!input.isBlank(), "--input", "empty", "a folder or file");
        Check.that(!output.isBlank(), "--output", "empty", "a folder");
        Check.that(top >= 1 && top <= MOST_CLASSES, "--top", top, "in 1 … " + MOST_CLASSES);
        Check.that(keys.isEmpty() || !column.isEmpty(), "--keys", keys, "empty without --column");
        Check.that(
                encoding == Encoding.PICTURE || !column.isEmpty(), "--encoding", "uint8", "picture without --column");
        Check.that(keys.stream().distinct().count() == keys.size(), "--keys", keys, "a list of different columns");
        keys = List.copyOf(keys);
        model = trimmed(model);
        input = trimmed(input);
        output = trimmed(output);
    }

    private static String trimmed(String path) {
        return Storage.absolute(path).replaceAll("(?<=[^/])/+$", "");
    }

    /**
     * Writes the predictions.
     *
     * @return the result as JSON
     * @throws org.meanfield.config.InvalidInputException if model, input and output do not fit together
     */
    public JsonNode run(Existing existing, Console console) throws InterruptedException {
        return PredictRun.of(this, existing, console).run();
    }
}
