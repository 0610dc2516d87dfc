package org.meanfield.job.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What an examination has come to.
 *
 * @param findings in the order of the examination
 * @param settings of Spark that would mend what is wrong, such as {@code spark.executor.memory=2048m}
 * @param forecast the speeds; empty where no rounds could be measured
 */
public record Diagnosis(List<Finding> findings, List<String> settings, Optional<Forecast> forecast) {
    private static final int WRONG = 2;

    /** Returns 2 if something is wrong, else 0. */
    public int exitCode() {
        return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.WRONG) ? WRONG : 0;
    }

    /** Returns it as JSON, for scripts. */
    public JsonNode json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        for (Finding finding : findings) {
            json.withArray("findings")
                    .addObject()
                    .put("level", finding.level().name().toLowerCase(Locale.ROOT))
                    .put("subject", finding.subject())
                    .put("found", finding.found())
                    .put("advice", finding.advice());
        }
        settings.forEach(json.putArray("conf")::add);
        forecast.ifPresent(measured -> {
            json.put("step_seconds", measured.all().step());
            json.put("round_overhead_seconds", measured.all().overhead());
            json.put("broadcast_seconds", measured.all().broadcast());
            json.put("local_steps_of_small_overhead", measured.stepsOfSmallOverhead());
            for (Forecast.Speed speed : measured.speeds()) {
                json.withArray("speeds")
                        .addObject()
                        .put("workers", speed.workers())
                        .put("images_per_second", speed.imagesPerSecond())
                        .put("speed_up", speed.speedUp());
            }
        });
        return json;
    }
}
