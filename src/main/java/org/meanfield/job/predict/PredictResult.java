package org.meanfield.job.predict;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.ProcessFigures;

/**
 * What a run of {@code predict} came to.
 *
 * @param output its folder
 * @param parts the files, those kept from an earlier execution included
 * @param seconds that this execution took
 */
record PredictResult(String output, List<PartTask.Part> parts, double seconds) {
    private long images() {
        return parts.stream().mapToLong(PartTask.Part::images).sum();
    }

    private long errors() {
        return parts.stream().mapToLong(PartTask.Part::errors).sum();
    }

    private String firstError() {
        return parts.stream()
                .map(PartTask.Part::firstError)
                .filter(error -> !error.isEmpty())
                .findFirst()
                .orElse("");
    }

    private double imagesPerSecond() {
        long made = parts.stream()
                .filter(part -> !part.kept())
                .mapToLong(PartTask.Part::images)
                .sum();
        return made / seconds;
    }

    /** Returns it as the manifest and the line of JSON have it. */
    ObjectNode json(ObjectNode request, List<String> classNames) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("output", output);
        json.put("images", images());
        json.put("errors", errors());
        json.put("first_error", firstError());
        json.put("parts", parts.size());
        json.put("parts_kept", parts.stream().filter(PartTask.Part::kept).count());
        json.put("seconds", seconds);
        json.put("images_per_second", imagesPerSecond());
        for (String key : List.of("model", "model_sha256", "input", "request")) {
            json.set(key, request.get(key));
        }
        classNames.forEach(json.withArray("class_names")::add);
        return json;
    }

    /** Says it on the console. */
    void say(Console console) {
        console.say(String.format(
                Locale.ROOT,
                "%,d images in %s, %,d of them corrupt; %,.0f images/s; %s",
                images(),
                output,
                errors(),
                imagesPerSecond(),
                ProcessFigures.memory()));
        if (!firstError().isEmpty()) {
            console.say("  the first: " + firstError());
        }
    }
}
