package org.meanfield.job.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.meanfield.augment.Augmentation;
import org.meanfield.augment.Augmenter;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.config.Names;
import org.meanfield.config.RecordReader;
import org.meanfield.config.RecordWriter;
import org.meanfield.data.Dataset;
import org.meanfield.image.ImageShape;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.JobName;
import org.meanfield.job.common.Options;
import org.meanfield.job.common.RunOutcome;
import org.meanfield.model.Architecture;
import org.meanfield.model.Freeze;
import org.meanfield.model.InstructionSet;
import org.meanfield.model.NativeLibrary;
import org.meanfield.model.init.Initializer;
import org.meanfield.spark.InitialState;
import org.meanfield.storage.Sha256;
import org.meanfield.tables.RunRow;
import org.meanfield.train.Dl4jEngine;
import org.meanfield.train.Engine;
import org.meanfield.train.Gpu;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.State;
import org.meanfield.train.TrainSettings;
import org.meanfield.train.TrainerKind;
import org.meanfield.train.checkpoint.Ancestor;
import org.meanfield.train.checkpoint.CheckpointSettings;

/**
 * Training job: the whole job file.
 *
 * @param name the start of the run's id: letters, digits, {@code .}, {@code _} and {@code -}
 * @param seed of all random draws: first weights, order of images, dropout, augmentation
 * @param data the data set to train, validate and test on
 * @param model the network
 * @param initializer the distribution of the initial weights; a {@code dl4j} model has its own
 * @param initFrom a model of the same layers to start from, {@code DIR/models/<run_id>} or an ONNX file of {@code export}; empty for the initializer
 * @param freeze layers that keep their parameters, by the names of {@code summary}, {@code *} for any characters; a batch norm's running statistics too
 * @param augment random changes of the training images, in the order in which they are applied
 * @param train workers, steps, optimizer and averaging
 * @param checkpoint when to write checkpoints
 * @param instructionSet of the native libraries; {@code native} for the widest that the executors support
 * @param engine the engine of the local steps and of the scoring
 * @param gpu whether every executor must have a GPU that works
 */
public record TrainJob(
        String name,
        @Default("1") long seed,
        Dataset data,
        Architecture model,
        @Default("{type: kaiming-normal}") Initializer initializer,
        @Default("''") String initFrom,
        @Default(value = "[]", omitted = true) List<String> freeze,
        @Default("[]") List<Augmentation> augment,
        TrainSettings train,
        @Default("{}") CheckpointSettings checkpoint,
        @Default("native") Instructions instructionSet,
        @Default(value = "{type: dl4j}", omitted = true) Engine engine,
        @Default(value = "off", omitted = true) Gpu gpu)
        implements InitialState {
    /** The choices of {@code instruction-set}. */
    public enum Instructions {
        /** The widest of each executor's processor, which must be the same on all. */
        NATIVE(Optional.empty()),
        /** {@link InstructionSet#AVX2} everywhere. */
        AVX2(Optional.of(InstructionSet.AVX2)),
        /** {@link InstructionSet#AVX512} everywhere. */
        AVX512(Optional.of(InstructionSet.AVX512));

        private final Optional<InstructionSet> pinned;

        Instructions(Optional<InstructionSet> pinned) {
            this.pinned = pinned;
        }

        /** Returns the set that every executor must use; empty for its widest. */
        public Optional<InstructionSet> pinned() {
            return pinned;
        }

        /** Loads the native libraries of this process. */
        public void load() {
            NativeLibrary.load(pinned.orElseGet(InstructionSet::widest));
        }
    }

    /** Checks the name, and that the augmentations fit the images and the trainer the engine. */
    public TrainJob {
        JobName.check(name);
        boolean rounds = train.trainer() == TrainerKind.ROUNDS;
        String kind = Names.of(train.trainer());
        boolean dl4j = engine instanceof Dl4jEngine;
        Check.that(rounds || dl4j, "train.trainer", kind, "rounds with an engine other than dl4j");
        Check.that(rounds || freeze.isEmpty(), "train.trainer", kind, "rounds with freeze");
        boolean plain = rounds || new Augmenter(augment, seed).isPlain();
        Check.that(plain, "train.trainer", kind, "rounds with augmix or adversarial");
        gpu.checkWith(engine);
        freeze = List.copyOf(freeze);
        augment = List.copyOf(augment);
        Augmenter.check(augment, data);
    }

    /**
     * Returns the job of a run, from its row.
     *
     * @throws org.meanfield.config.InvalidInputException if this version cannot read it
     */
    public static TrainJob of(String runId, RunRow row) {
        return ofJson(row.job(), "The job of " + runId);
    }

    /**
     * Returns a job that was recorded.
     *
     * @param what it is, for the message
     * @throws org.meanfield.config.InvalidInputException if this version cannot read it
     */
    public static TrainJob ofJson(String json, String what) {
        return RecordReader.read(json, what, TrainJob.class, List.of());
    }

    /** Returns this job with the class names of its data. */
    TrainJob named(List<String> classNames) {
        return with(data.named(classNames), train);
    }

    /**
     * Returns {@code <name>-<8 hex digits>} of the SHA-256 of the resolved job, {@code dataHash}, the model's files and
     * the model that training is initialized from.
     *
     * @throws org.meanfield.config.InvalidInputException if there is no whole model at {@code init-from}
     */
    public String runId(String dataHash) {
        String files = model.hash() + ancestor().map(Ancestor::hash).orElse("");
        return name + "-"
                + Sha256.of(RecordWriter.toJson(this) + dataHash + files).substring(0, 8);
    }

    /** Returns the model that training is initialized from; empty for the initializer's weights. */
    private Optional<Ancestor> ancestor() {
        if (initFrom.isEmpty()) {
            return Optional.empty();
        }
        instructionSet.load();
        return Optional.of(Ancestor.read(initFrom));
    }

    /**
     * Returns the initial state: the parameters of {@code init-from} or of the initializer, and an optimizer state of
     * zeros.
     *
     * @param learner settings of the job's learners
     * @throws org.meanfield.config.InvalidInputException if no whole model of the job's layers is at {@code init-from}
     */
    @Override
    public State initialState(LearnerSettings learner) {
        State first = learner.initialState(model, initializer);
        return ancestor()
                .map(ancestor -> ancestor.parameters().apply(learner))
                .map(parameters -> new State(parameters, first.updater(), 0))
                .orElse(first);
    }

    /** Returns the job whose run {@code train.extend} continues, if it has so many epochs. */
    TrainJob lasting(int epochs, boolean extend) {
        return with(data, train.lasting(epochs, extend));
    }

    private TrainJob with(Dataset otherData, TrainSettings otherTrain) {
        return new TrainJob(
                name,
                seed,
                otherData,
                model,
                initializer,
                initFrom,
                freeze,
                augment,
                otherTrain,
                checkpoint,
                instructionSet,
                engine,
                gpu);
    }

    /** Returns the settings of its learners for {@code samples} training images. */
    public LearnerSettings learner(int samples) {
        return LearnerSettings.of(
                model,
                freeze,
                data.shape(),
                data.classes(),
                train,
                train.plan(samples).totalSteps(),
                seed,
                engine);
    }

    /**
     * Returns a table of the network's layers, which needs no data.
     *
     * @param input the size of the images; empty for that of the job's data
     * @param classes the number of classes; empty for that of the job's data
     * @throws org.meanfield.config.InvalidInputException if the network cannot take such images
     */
    public String summary(Optional<ImageShape> input, Optional<Integer> classes) {
        instructionSet.load();
        ImageShape shape = input.orElseGet(data::shape);
        int outputs = classes.orElseGet(data::classes);
        String type = Names.of(Architecture.class, model.getClass());
        return String.format(Locale.ROOT, "%s: %s for images of %s in %d classes%n", name, type, shape, outputs)
                + Freeze.table(model, freeze, shape, outputs);
    }

    /**
     * Writes the shards of its data set, unless they exist, and returns the JSON result.
     *
     * @throws org.meanfield.config.InvalidInputException if the data set's files are invalid
     */
    public JsonNode prepare(Console console) throws InterruptedException {
        return new PrepareRun(this, console).run();
    }

    /**
     * Draws the augmentations of its first {@code images} training images, into {@code reports/<run_id>/samples.png}.
     *
     * @throws org.meanfield.config.InvalidInputException if the data are invalid
     */
    public RunOutcome samples(int images, Options options) {
        return SamplePicture.of(this, images, options).write();
    }

    /**
     * Trains.
     *
     * @throws org.meanfield.config.InvalidInputException if job and data do not fit, or nothing can be resumed
     */
    public RunOutcome run(Options options) throws InterruptedException {
        return TrainRun.of(this, options).run();
    }
}
