package org.meanfield.train.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meanfield.config.InvalidInputException;
import org.meanfield.model.NetworkJson;
import org.meanfield.storage.Listing;
import org.meanfield.storage.Sha256;
import org.meanfield.storage.Storage;
import org.meanfield.train.OuterState;
import org.meanfield.train.State;

/**
 * The checkpoints of one run: {@code checkpoints/<run_id>/round-000040/}, each with the network's configuration as JSON,
 * the tensors as raw little-endian float32 and a manifest; the rows so far are in {@link History}.
 */
public final class Checkpoints {
    private static final String CONFIGURATION = "configuration.json";
    private static final String HISTORY = "history.json";
    private static final String PARAMETERS = "parameters.f32";
    private static final String UPDATER = "updater.f32";
    private static final String MOMENTUM = "outer-momentum.f32";
    private static final String AVERAGE = "outer-average.f32";
    private static final String SELECTED = "selected-";
    private static final Set<String> PARTS = Set.of(
            CONFIGURATION, HISTORY, PARAMETERS, UPDATER, MOMENTUM, AVERAGE, SELECTED + PARAMETERS, SELECTED + UPDATER);
    /** The folder of a checkpoint. */
    static final Pattern NAME = Pattern.compile("round-(\\d{6,9})");

    private final String root;
    private final String runId;
    private final int keep;
    private final History history;

    /**
     * The model of a checkpoint.
     *
     * @param runId the run of the checkpoint
     * @param round the number of rounds of training
     * @param configuration the network, as DL4J's JSON
     * @param model the {@link State#model} after these rounds
     * @param hash the SHA-256, in hex, of the model's configuration and parameters
     */
    public record Kept(String runId, int round, String configuration, State model, String hash) {}

    /** Creates the checkpoints of {@code runId} under an output root; {@code keep} of the newest are kept. */
    public Checkpoints(String outputRoot, String runId, int keep) {
        this.root = Storage.child(outputRoot, "checkpoints");
        this.runId = runId;
        this.keep = keep;
        this.history = new History(Storage.child(root, runId), keep);
    }

    /** Writes a checkpoint, then deletes old ones. */
    public void write(Checkpoint checkpoint, String configuration) {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put(CONFIGURATION, NetworkJson.toFile(configuration).getBytes(StandardCharsets.UTF_8));
        parts.put(PARAMETERS, Bundle.bytes(checkpoint.state().parameters()));
        parts.put(UPDATER, Bundle.bytes(checkpoint.state().updater()));
        parts.put(MOMENTUM, Bundle.bytes(checkpoint.state().outer().momentum()));
        parts.put(AVERAGE, Bundle.bytes(checkpoint.state().outer().average()));
        boolean other = checkpoint.selectedRound() != checkpoint.round();
        if (other) {
            parts.put(SELECTED + PARAMETERS, Bundle.bytes(checkpoint.selected().parameters()));
            parts.put(SELECTED + UPDATER, Bundle.bytes(checkpoint.selected().updater()));
        }
        ObjectNode manifest = Bundle.JSON.createObjectNode();
        manifest.put("run_id", runId);
        manifest.put("round", checkpoint.round());
        manifest.put("steps", checkpoint.state().steps());
        manifest.put("selected_round", checkpoint.selectedRound());
        manifest.put("selected_steps", checkpoint.selected().steps());
        manifest.set(
                "history",
                Bundle.JSON.valueToTree(history.write(
                        name(checkpoint.round()), new History.Rows(checkpoint.rounds(), checkpoint.evaluations()))));
        new Bundle(manifest, parts).write(folder(checkpoint.round()));
        prune(checkpoint.round());
    }

    /** Deletes checkpoints older than {@code newest}, except the last complete ones. */
    private void prune(int newest) {
        int others = keep - 1;
        List<Integer> newestFirst = rounds();
        for (int round : newestFirst) {
            if (round < newest) {
                // The manifest is written last; verifying all parts each time would cost as much as writing them.
                if (others > 0 && Storage.isFile(Storage.child(folder(round), Bundle.MANIFEST))) {
                    others--;
                } else {
                    Storage.delete(folder(round));
                }
            }
        }
    }

    /**
     * Returns the newest valid checkpoint; reports newer ones that are corrupt or incomplete in one line on {@code log}.
     *
     * @throws InvalidInputException if there is none, or one belongs to another job
     */
    public Checkpoint newest(Consumer<String> log) {
        List<String> torn = new ArrayList<>();
        return search(torn, log)
                .orElseThrow(() -> new InvalidInputException("--resume finds no valid checkpoint of run %s under %s; %s"
                        .formatted(
                                runId,
                                root,
                                torn.isEmpty()
                                        ? "the runs there are " + Storage.list(root)
                                        : "corrupt or incomplete: " + String.join(", ", torn))));
    }

    /**
     * Returns the newest valid checkpoint, if any; reports newer ones that are corrupt or incomplete in one line on
     * {@code log}.
     *
     * @throws InvalidInputException if one belongs to another job
     */
    public Optional<Checkpoint> find(Consumer<String> log) {
        List<String> torn = new ArrayList<>();
        Optional<Checkpoint> found = search(torn, log);
        if (found.isEmpty() && !torn.isEmpty()) {
            log.accept("Run %s restarts; its checkpoints are corrupt or incomplete: %s"
                    .formatted(runId, String.join(", ", torn)));
        }
        return found;
    }

    private Optional<Checkpoint> search(List<String> torn, Consumer<String> log) {
        for (int round : rounds()) {
            try {
                Checkpoint found = read(round);
                if (!torn.isEmpty()) {
                    log.accept("Resuming from %s; newer checkpoints are corrupt or incomplete: %s"
                            .formatted(folder(round), String.join(", ", torn)));
                }
                return Optional.of(found);
            } catch (Bundle.CorruptException e) {
                torn.add("%s (%s)".formatted(name(round), e.getMessage()));
            }
        }
        return Optional.empty();
    }

    /** Returns the round of the newest checkpoint, valid or not; 0 without any. */
    public int newestRound() {
        return rounds().stream().findFirst().orElse(0);
    }

    /** Deletes all checkpoints of this run. */
    public void delete() {
        Storage.delete(Storage.child(root, runId));
    }

    /** Returns whether {@code folder} is a checkpoint, valid or not. */
    public static boolean isOne(String folder) {
        return Storage.isFile(Storage.child(folder, CONFIGURATION));
    }

    /**
     * Reads the model of a checkpoint of any run.
     *
     * @param key the job's key that names the folder, for messages
     * @throws InvalidInputException if it is corrupt or incomplete
     */
    public static Kept kept(String key, String folder) {
        try {
            Bundle bundle = Bundle.read(folder, PARTS);
            byte[] configuration = bundle.part(CONFIGURATION);
            State model = after(bundle).model();
            return new Kept(
                    bundle.manifest().path("run_id").asText(),
                    bundle.manifest().path("round").asInt(),
                    Bundle.configuration(
                            Storage.child(folder, CONFIGURATION), new String(configuration, StandardCharsets.UTF_8)),
                    model,
                    Sha256.of("%s %s\nmodel %s\n".formatted(CONFIGURATION, Sha256.of(configuration), model.sha256())));
        } catch (Bundle.CorruptException e) {
            throw new InvalidInputException(
                    "%s is %s but must be a valid checkpoint: %s".formatted(key, folder, e.getMessage()), e);
        }
    }

    private Checkpoint read(int round) throws Bundle.CorruptException {
        Bundle bundle = Bundle.read(folder(round), PARTS);
        JsonNode manifest = bundle.manifest();
        String owner = manifest.path("run_id").asText();
        if (!owner.equals(runId)) {
            throw new InvalidInputException(
                    "%s is a checkpoint of run %s but must be of run %s".formatted(folder(round), owner, runId));
        }
        if (manifest.path("round").asInt() != round) {
            throw new Bundle.CorruptException("it is of round " + manifest.path("round"), null);
        }
        State state = after(bundle);
        int selectedRound = manifest.path("selected_round").asInt();
        State selected = selectedRound == round
                ? state.model()
                : state(bundle, SELECTED, manifest.path("selected_steps").asLong());
        History.Rows rows = manifest.has("history")
                ? history.read(manifest.path("history"))
                : History.ofEarlierVersion(bundle.part(HISTORY));
        return new Checkpoint(round, state, selected, selectedRound, rows.rounds(), rows.evaluations());
    }

    /** The state after the rounds of a checkpoint. */
    private static State after(Bundle bundle) throws Bundle.CorruptException {
        OuterState outer = new OuterState(Bundle.floats(bundle.part(MOMENTUM)), Bundle.floats(bundle.part(AVERAGE)));
        return state(bundle, "", bundle.manifest().path("steps").asLong()).with(outer);
    }

    private static State state(Bundle bundle, String prefix, long steps) throws Bundle.CorruptException {
        return new State(
                Bundle.floats(bundle.part(prefix + PARAMETERS)), Bundle.floats(bundle.part(prefix + UPDATER)), steps);
    }

    /** The rounds of all checkpoint folders, valid or not, newest first. Folders of other names are ignored. */
    private List<Integer> rounds() {
        return Listing.folders(Storage.child(root, runId)).stream()
                .map(NAME::matcher)
                .filter(Matcher::matches)
                .filter(name -> name.group().equals(name(Integer.parseInt(name.group(1)))))
                .map(name -> Integer.valueOf(name.group(1)))
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    private static String name(int round) {
        return String.format(Locale.ROOT, "round-%06d", round);
    }

    private String folder(int round) {
        return Storage.child(Storage.child(root, runId), name(round));
    }
}
