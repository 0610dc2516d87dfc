package org.meanfield.train.checkpoint;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.meanfield.storage.Sha256;
import org.meanfield.storage.Storage;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RoundRow;

/**
 * The rows of a run in segments, one file per checkpoint with the rows since the last: {@code history/round-000040.json}. Each
 * segment has the SHA-256 of the one before it, so that a checkpoint which has that of its last segment covers all of them,
 * and writing one costs the same however long the run is. A chain of segments that has become long is followed by a segment of all rows,
 * and deleted once no checkpoint that is kept needs it.
 */
final class History {
    private static final long MAX_SEGMENT = 1 << 28;

    private static final int MOST_SEGMENTS = 64;

    private final String folder;
    private final int longest;
    private Optional<Written> last = Optional.empty();

    /**
     * Identifies a segment.
     *
     * @param name of its file
     * @param sha256 in hex
     */
    record Reference(String name, String sha256) {}

    /** All rows up to a segment. */
    record Rows(List<RoundRow> rounds, List<EvaluationRow> evaluations) {}

    /** {@code previous} is an object or JSON's null. */
    private record Segment(JsonNode previous, Rows rows) {}

    /** {@code first} is the name of the first segment of its chain, which has {@code length} segments. */
    private record Written(Reference reference, int rounds, int evaluations, String first, int length) {}

    /** Creates the history of the run whose checkpoints are in {@code folder}, of which the last {@code keep} are kept. */
    History(String folder, int keep) {
        this.folder = Storage.child(folder, "history");
        this.longest = Math.max(MOST_SEGMENTS, keep);
    }

    /** Writes the rows since the last segment that this object has written or read; all rows if there is none. */
    Reference write(String name, Rows all) {
        Optional<Written> before = last.filter(written -> written.length() < longest
                && !written.reference().name().equals(name)
                && written.rounds() <= all.rounds().size()
                && written.evaluations() <= all.evaluations().size());
        byte[] bytes = Bundle.json(new Segment(
                Bundle.JSON.valueToTree(before.map(Written::reference).orElse(null)),
                new Rows(
                        all.rounds()
                                .subList(
                                        before.map(Written::rounds).orElse(0),
                                        all.rounds().size()),
                        all.evaluations()
                                .subList(
                                        before.map(Written::evaluations).orElse(0),
                                        all.evaluations().size()))));
        Storage.write(file(name), bytes);
        Reference written = new Reference(name, Sha256.of(bytes));
        if (before.isPresent()) {
            remember(written, all, before.get().first(), before.get().length() + 1);
        } else {
            // A long chain has a segment for each checkpoint that is kept, so that none needs those before it.
            last.filter(ended -> ended.length() >= longest).ifPresent(ended -> deleteBefore(ended.first()));
            remember(written, all, name, 1);
        }
        return written;
    }

    private void deleteBefore(String first) {
        Comparator<String> byRound = Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());
        for (String file : Storage.list(folder)) {
            if (byRound.compare(file, first + ".json") < 0) {
                Storage.delete(Storage.child(folder, file));
            }
        }
    }

    /** Reads all rows up to a segment. */
    Rows read(JsonNode reference) throws Bundle.CorruptException {
        Deque<Rows> newestFirst = new ArrayDeque<>();
        Optional<JsonNode> next = Optional.of(reference);
        String first = name(reference);
        while (next.isPresent()) {
            first = name(next.get());
            JsonNode segment = segment(next.get());
            newestFirst.push(rows(segment));
            next = Optional.of(segment.path("previous")).filter(JsonNode::isObject);
        }
        Rows all = new Rows(new ArrayList<>(), new ArrayList<>());
        newestFirst.forEach(rows -> {
            all.rounds().addAll(rows.rounds());
            all.evaluations().addAll(rows.evaluations());
        });
        remember(new Reference(name(reference), reference.path("sha256").asText()), all, first, newestFirst.size());
        return all;
    }

    /** Returns the rows of a checkpoint of an earlier version, which has them all in one part. */
    static Rows ofEarlierVersion(byte[] part) throws Bundle.CorruptException {
        try {
            JsonNode rows = Bundle.JSON.readTree(part);
            for (JsonNode round : rows.path("rounds")) {
                if (round instanceof ObjectNode row && row.has("divergence")) { // the column's earlier name
                    row.set("consensusDistance", row.remove("divergence"));
                }
            }
            return Bundle.JSON.treeToValue(rows, Rows.class);
        } catch (IOException e) {
            throw new Bundle.CorruptException("its history cannot be read: " + e.getMessage(), e);
        }
    }

    private void remember(Reference reference, Rows all, String first, int length) {
        last = Optional.of(
                new Written(reference, all.rounds().size(), all.evaluations().size(), first, length));
    }

    private JsonNode segment(JsonNode reference) throws Bundle.CorruptException {
        String name = name(reference);
        byte[] bytes = Bundle.file(folder, name + ".json", MAX_SEGMENT);
        if (!Sha256.of(bytes).equals(reference.path("sha256").asText())) {
            throw new Bundle.CorruptException("the SHA-256 of history/%s.json differs".formatted(name), null);
        }
        try {
            return Bundle.JSON.readTree(bytes);
        } catch (IOException e) {
            throw new Bundle.CorruptException("history/%s.json is not JSON".formatted(name), e);
        }
    }

    private static Rows rows(JsonNode segment) throws Bundle.CorruptException {
        try {
            return Bundle.JSON.convertValue(segment.path("rows"), new TypeReference<Rows>() {});
        } catch (IllegalArgumentException e) { // of another version
            throw new Bundle.CorruptException("its history cannot be read: " + e.getMessage(), e);
        }
    }

    private static String name(JsonNode reference) throws Bundle.CorruptException {
        String name = reference.path("name").asText();
        if (!Checkpoints.NAME.matcher(name).matches()) {
            throw new Bundle.CorruptException("its history is named %s".formatted(name), null);
        }
        return name;
    }

    private String file(String name) {
        return Storage.child(folder, name + ".json");
    }
}
