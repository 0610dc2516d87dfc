package org.meanfield.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a sweep is about: data, model, times.
 *
 * @param trials its runs, at least one
 */
record SweepFacts(List<RunData> trials) {
    /**
     * Returns them as a table.
     *
     * @param varied what the trials differ in
     */
    HtmlTable table(String varied) {
        HtmlTable table = HtmlTable.facts();
        table.cell("varies").cell(varied);
        table.cell("data").cell(shared("data"));
        table.cell("model").cell(shared("model"));
        table.cell("trials").cell(Numbers.statuses(trials));
        table.cell("from").cell(Numbers.minute(started()));
        table.cell("to").cell(Numbers.minute(ended()));
        table.cell("duration").cell(Numbers.seconds(seconds()));
        List<String> evaluations = trials.stream()
                .flatMap(trial -> trial.results().evaluationsOf(trial.id()).stream())
                .distinct()
                .sorted()
                .toList();
        if (!evaluations.isEmpty()) {
            table.cell("robustness").links(Links.pages(evaluations));
        }
        return table;
    }

    /** Returns the settings under a key of the job that all trials have the same value of, the type first. */
    private String shared(String key) {
        List<JobValues> jobs =
                trials.stream().map(trial -> JobValues.of(trial.row().job())).toList();
        return jobs.get(0).values().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(key + ".")
                        && !entry.getValue().isEmpty()
                        && jobs.stream().allMatch(job -> job.get(entry.getKey()).equals(entry.getValue())))
                .map(entry -> entry.getKey().equals(key + ".type")
                        ? entry.getValue()
                        : entry.getKey().substring(key.length() + 1) + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    /** Returns the seconds from the start of the first trial to the end of the last. */
    double seconds() {
        return Duration.between(started(), ended()).toMillis() / 1000.0;
    }

    /** Returns the start of the first trial. */
    Instant started() {
        return trials.stream()
                .map(trial -> trial.row().started())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private Instant ended() {
        return trials.stream()
                .map(trial -> trial.row().ended())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
