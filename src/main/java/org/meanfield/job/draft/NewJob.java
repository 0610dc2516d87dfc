package org.meanfield.job.draft;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.IntStream;
import org.meanfield.config.Check;
import org.meanfield.data.FolderSurvey;
import org.meanfield.data.Split;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.JobName;
import org.meanfield.storage.Storage;

/** A first job for a folder of pictures, and a first sweep beside it. */
public final class NewJob {
    private static final String SUFFIX = ".yaml";
    private static final int SHOWN_CLASSES = 20;
    /** From this ratio of the largest class to the smallest on, accuracy alone says little. */
    private static final double IMBALANCED = 2;

    private final String data;
    private final String file;
    private final String sweep;
    private final Console console;

    /**
     * Checks that the files do not exist.
     *
     * @param data the folder of pictures
     * @param file the job file; empty for the folder's name and {@code .yaml} in the working folder
     * @throws org.meanfield.config.InvalidInputException if one of the files exists
     */
    public NewJob(String data, String file, Console console) {
        Check.that(!data.isBlank(), "--data", "empty", "a folder of pictures");
        this.data = data;
        this.console = console;
        this.file = file.isEmpty() ? name(data) + SUFFIX : file;
        Check.that(this.file.endsWith(SUFFIX), "--job", this.file, "a name that ends in " + SUFFIX);
        this.sweep = this.file.substring(0, this.file.length() - SUFFIX.length()) + "-sweep" + SUFFIX;
        checkNew(this.file);
        checkNew(sweep);
    }

    private static void checkNew(String file) {
        Check.that(!Storage.exists(file), "--job", file, "a file that does not exist: nothing is overwritten");
    }

    /** The last part of a path, as the name of a job. */
    private static String name(String path) {
        String absolute = Storage.absolute(path);
        String last = absolute.substring(absolute.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]+", "-");
        String name = last.replaceFirst("^[^A-Za-z0-9]+", "");
        return name.isEmpty() ? "pictures" : name;
    }

    /**
     * Looks at the pictures, says what is there, and writes the files.
     *
     * @return the JSON result
     * @throws org.meanfield.config.InvalidInputException if it is no folder of classes, or a class has no picture that can be read
     */
    public JsonNode write() {
        String name = name(file.substring(0, file.length() - SUFFIX.length()));
        JobName.check(name);
        FolderSurvey survey = FolderSurvey.of(data, console);
        FirstJob first = new FirstJob(name, data, survey);
        say(survey);
        Storage.write(file, first.job(file).getBytes(StandardCharsets.UTF_8));
        Storage.write(sweep, first.sweep(sweep).getBytes(StandardCharsets.UTF_8));
        say("wrote %s and %s; next:", file, sweep);
        if (first.settings().needsShards(survey)) {
            say("  deploy/submit.sh prepare %s", file);
        }
        say("  deploy/submit.sh train %s", file);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("job", file);
        json.put("sweep", sweep);
        json.put("pictures", survey.pictures());
        json.put("classes", survey.classNames().size());
        json.put("unreadable", survey.problems().size());
        json.put("copies", survey.copies().files());
        return json;
    }

    private void say(FolderSurvey survey) {
        say(
                "%s: %,d pictures in %d classes; for training %,d, for validation %,d, for testing %,d",
                data,
                survey.pictures(),
                survey.classNames().size(),
                survey.count(Split.TRAIN),
                survey.count(Split.VALIDATION),
                survey.count(Split.TEST));
        classes(survey);
        int last = survey.pictures() - 1;
        if (survey.commonSize().isPresent()) {
            say("  size      all are %d×%d (height × width)", survey.heights()[0], survey.widths()[0]);
        } else {
            say(
                    "  size      heights %d … %d, widths %d … %d, the median of the shorter sides is %d",
                    survey.heights()[0],
                    survey.heights()[last],
                    survey.widths()[0],
                    survey.widths()[last],
                    survey.shorterSides()[last / 2]);
        }
        say("  colours   %,d of %,d pictures have them", survey.coloured(), survey.pictures());
        if (!survey.problems().isEmpty()) {
            say(
                    "  corrupt   %,d cannot be read and are left out (on-error: skip); the first: %s",
                    survey.problems().size(), survey.problems().get(0));
        }
        FolderSurvey.Copies copies = survey.copies();
        if (copies.files() > 0) {
            say(
                    "  copies    %,d files equal an earlier one, byte for byte; %,d of them in another class, %,d in another split",
                    copies.files(), copies.otherClass(), copies.otherSplit());
        }
    }

    private void classes(FolderSurvey survey) {
        int classes = survey.classNames().size();
        int[] order = IntStream.range(0, classes)
                .boxed()
                .sorted((a, b) -> Integer.compare(survey.ofClass(b), survey.ofClass(a)))
                .mapToInt(Integer::intValue)
                .toArray();
        IntStream.of(order)
                .limit(SHOWN_CLASSES)
                .forEach(label -> say("  class     %s: %,d", survey.classNames().get(label), survey.ofClass(label)));
        if (classes > SHOWN_CLASSES) {
            say("  class     and %d smaller ones", classes - SHOWN_CLASSES);
        }
        int largest = survey.ofClass(order[0]);
        int smallest = survey.ofClass(order[classes - 1]);
        if (largest >= IMBALANCED * smallest) {
            say(
                    "  imbalance %s has %.1f times the pictures of %s; whoever always says %s is right in %.0f %%",
                    survey.classNames().get(order[0]),
                    (double) largest / smallest,
                    survey.classNames().get(order[classes - 1]),
                    survey.classNames().get(order[0]),
                    100.0 * largest / survey.pictures());
        }
    }

    private void say(String format, Object... values) {
        console.say(String.format(Locale.ROOT, format, values));
    }
}
