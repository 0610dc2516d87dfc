package org.meanfield.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.RecordReader;
import org.meanfield.job.sweep.SweepJob;
import org.meanfield.job.train.TrainJob;

/** The schema and the program say the same of job files. */
final class JobSchemaTest {
    private static final Catalogue CATALOGUE = new Catalogue();
    private static final Examples EXAMPLES = new Examples();

    /** What has paths to keys for its own keys. */
    private static final Set<String> PATHS = Set.of("grid", "keys");

    /** What makes a file the job that it is, as {@link JobFiles#kind} and the schema know it. */
    private static final Set<String> KINDS = Set.of("base", "grid", "models", "corruptions", "cases", "study");

    @Test
    void isASchema() {
        JsonNode schema = Examples.parse(JobFiles.read(Path.of("jobs/job.schema.json")));
        assertThat(Validator.errorsOfSchema(schema)).isEmpty();
        assertThat(Validator.errorsOfSchema(Examples.parse("type: strange"))).isNotEmpty();
    }

    static List<Path> files() {
        return JobFiles.files();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyJobFileNamesItAndIsValid(Path file) {
        String yaml = JobFiles.read(file);
        String schema =
                file.getParent().relativize(Path.of("jobs/job.schema.json")).toString();
        assertThat(yaml.lines().findFirst()).hasValue("# yaml-language-server: $schema=" + schema);
        JsonNode job = Examples.parse(yaml);
        assertThat(Validator.errors(job)).isEmpty();
        assertThat(RecordReader.read(yaml, file.toString(), JobFiles.kind(job), List.of()))
                .isEqualTo(Validator.read(job));
    }

    static Iterable<Map.Entry<String, String>> blocks() {
        assertThat(JobFiles.blocks()).hasSizeGreaterThan(4);
        return JobFiles.blocks().entrySet();
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void everyBlockOfYamlInTheDocumentationIsValid(Map.Entry<String, String> block) {
        JsonNode job = JobFiles.whole(block.getValue(), EXAMPLES);
        assertThat(Validator.errors(job)).isEmpty();
        assertThat(Validator.read(job)).isInstanceOf(JobFiles.kind(job));
    }

    /** The examples of the reference: each kind of job, and each member of a family where a job has it. */
    static List<ObjectNode> examples() {
        List<ObjectNode> jobs = new ArrayList<>();
        Catalogue.JOBS.keySet().forEach(kind -> jobs.add((ObjectNode) Examples.parse(EXAMPLES.job(kind))));
        CATALOGUE.families().forEach((family, place) -> Catalogue.members(family)
                .keySet()
                .forEach(name -> jobs.add(EXAMPLES.around(family, name, place))));
        return jobs;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleOfTheReferenceIsValid(JsonNode job) {
        assertThat(Validator.errors(job)).isEmpty();
        assertThat(Validator.read(job)).isInstanceOf(JobFiles.kind(job));
    }

    static List<NumberCases.Case> numbers() {
        NumberCases cases = new NumberCases(CATALOGUE);
        // With the records that a job may leave out.
        ObjectNode training = (ObjectNode) Examples.parse(EXAMPLES.job(TrainJob.class));
        training.putObject("checkpoint");
        cases.add(training);
        ObjectNode sweep = (ObjectNode) Examples.parse(EXAMPLES.job(SweepJob.class));
        sweep.putObject("random").put("count", 0);
        cases.add(sweep);
        examples().forEach(cases::add);
        return cases.all();
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void bothRefuseTheSameNumbers(NumberCases.Case number) {
        InvalidInputException refusal =
                catchThrowableOfType(InvalidInputException.class, () -> Validator.read(number.job()));
        String message = refusal == null ? "" : refusal.getMessage();
        assertThat(message.matches("\\Q%s\\E(\\[0])? is .* but must be .*".formatted(number.path())))
                .as("the program says: %s", message)
                .isEqualTo(!number.allowed());
        assertThat(Validator.errors(number.job()).isEmpty()).isEqualTo(number.allowed());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void bothTakeNullForAnAbsentKey(ObjectNode job) {
        for (String pointer : keys(job, "")) {
            int last = pointer.lastIndexOf('/');
            ObjectNode without = job.deepCopy();
            ((ObjectNode) without.at(pointer.substring(0, last))).remove(pointer.substring(last + 1));
            ObjectNode nothing = job.deepCopy();
            ((ObjectNode) nothing.at(pointer.substring(0, last))).putNull(pointer.substring(last + 1));

            assertThat(outcome(nothing)).as(pointer).isEqualTo(outcome(without));
            assertThat(Validator.errors(nothing).isEmpty())
                    .as("%s: %s", pointer, Validator.errors(nothing))
                    .isEqualTo(Validator.errors(without).isEmpty());
        }
    }

    /** Returns the record that a job is, or what is wrong with it. */
    private static Object outcome(JsonNode job) {
        try {
            return Validator.read(job);
        } catch (InvalidInputException e) {
            return e.getMessage();
        }
    }

    /** Returns the pointers to all keys but those that tell the kind of a job or the member of a family. */
    private static List<String> keys(JsonNode node, String at) {
        List<String> keys = new ArrayList<>();
        node.fields().forEachRemaining(entry -> {
            String pointer = at + "/" + entry.getKey();
            if (!entry.getKey().equals("type") && !(at.isEmpty() && KINDS.contains(entry.getKey()))) {
                keys.add(pointer);
            }
            if (entry.getValue().isObject() && !PATHS.contains(entry.getKey())) {
                keys.addAll(keys(entry.getValue(), pointer));
            }
        });
        return keys;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            /nmae      | pets                   | $: property 'nmae' is not defined in the schema and the schema does not allow additional properties
            /train/lr  | 0.1                    | $.train: property 'lr' is not defined in the schema and the schema does not allow additional properties
            /model     | {type: rnn}            | $.model.type: does not have a value in the enumeration ["mlp", "cnn", "resnet", "dl4j"]
            /model     | {hidden: [8]}          | $.model: required property 'type' not found
            /model     | {type: cnn}            | $.model: required property 'blocks' not found
            /model     | {type: mlp, filters: 8} | $.model: property 'filters' is not defined in the schema and the schema does not allow additional properties
            /augment   | [{type: rotate}, {type: cutout, size: big}] | $.augment[1].size: string found, [integer, null] expected
            /train/updater | keep               | $.train.updater: does not have a value in the enumeration ["average", "reset", null]
            /grid      | {train.batch: [8]}     | $: property 'data' is not defined in the schema and the schema does not allow additional properties
            """)
    void whatIsWrongIsSaidOfItsPlaceAlone(String pointer, String value, String error) {
        ObjectNode job = (ObjectNode) Examples.parse(EXAMPLES.job(TrainJob.class));
        int last = pointer.lastIndexOf('/');
        ((ObjectNode) job.at(pointer.substring(0, last))).set(pointer.substring(last + 1), Examples.parse(value));
        assertThat(Validator.errors(job)).contains(error).allMatch(line -> line.startsWith(error.split(":", 2)[0]));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {train.bach: [8]}                    | $.grid: property 'train.bach' is not defined in the schema and the schema does not allow additional properties
            {train.batch: [8, many]}             | $.grid.train.batch[1]: string found, [integer, null] expected
            {train.optimizer.learning-rate: [0]} | $.grid.train.optimizer.learning-rate[0]: must have an exclusive minimum value of 0
            {initializer: [{type: zero}]}        | $.grid.initializer[0].type: does not have a value in the enumeration ["normal", "fan-in-normal", "xavier-uniform", "xavier-normal", "kaiming-normal", "kaiming-uniform", "orthogonal", "zeros"]
            {seed: [1, 2]}                       | $.grid: property 'seed' is not defined in the schema and the schema does not allow additional properties
            {model.hidden: []}                   | $.grid.model.hidden: must have at least 1 items but found 0
            """)
    void theKeyPathsOfASweepLeadToWhatTheBaseHas(String grid, String error) {
        ObjectNode job = (ObjectNode)
                Examples.parse(
                        """
                name: rates
                base:
                  name: pets
                  data: {type: image-folder, path: pets}
                  model: {type: mlp}
                  train: {epochs: 5, optimizer: {type: adam, learning-rate: 0.001}}
                """);
        job.set(
                "grid",
                Examples.parse("{train.optimizer: [{type: sgd, learning-rate: 1}], 'model.blocks[0].filters': [8]}"));
        assertThat(Validator.errors(job)).isEmpty();
        job.set("grid", Examples.parse(grid));
        assertThat(Validator.errors(job)).containsExactly(error);
    }
}
