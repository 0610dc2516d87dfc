package org.meanfield.job.predict;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * The columns of predictions, as Spark writes and reads them.
 *
 * @param message Parquet's
 */
record PredictionSchema(MessageType message) {
    static final String PATH = "path";
    private static final String PREDICTED = "predicted";
    private static final String PROBABILITY = "probability";
    private static final String TOP = "top";
    private static final String CLASS = "class";
    private static final String PROBABILITIES = "probabilities";
    static final String ERROR = "error";

    /** The names that no key column may have. */
    static final List<String> OWN = List.of(PATH, PREDICTED, PROBABILITY, TOP, PROBABILITIES, ERROR);

    private static final String LIST = "list";
    private static final String ELEMENT = "element";

    /**
     * Returns the schema.
     *
     * @param keys a Parquet message of the key columns, as text
     * @param vector whether the probability of every class is a column
     */
    static PredictionSchema of(String keys, boolean vector) {
        Types.MessageTypeBuilder message = Types.buildMessage();
        message.addField(text(Type.Repetition.REQUIRED, PATH));
        MessageTypeParser.parseMessageType(keys).getFields().forEach(message::addField);
        message.addField(text(Type.Repetition.OPTIONAL, PREDICTED));
        message.addField(Types.optional(PrimitiveTypeName.FLOAT).named(PROBABILITY));
        message.addField(Types.optionalList()
                .requiredGroupElement()
                .addField(text(Type.Repetition.REQUIRED, CLASS))
                .addField(Types.required(PrimitiveTypeName.FLOAT).named(PROBABILITY))
                .named(TOP));
        if (vector) {
            message.addField(Types.optionalList()
                    .requiredElement(PrimitiveTypeName.FLOAT)
                    .named(PROBABILITIES));
        }
        message.addField(text(Type.Repetition.OPTIONAL, ERROR));
        return new PredictionSchema(message.named("predictions"));
    }

    private static Type text(Type.Repetition repetition, String name) {
        return Types.primitive(PrimitiveTypeName.BINARY, repetition)
                .as(LogicalTypeAnnotation.stringType())
                .named(name);
    }

    /** Returns a row that has its path only. */
    Group row(String path) {
        Group row = new SimpleGroup(message);
        row.add(PATH, path);
        return row;
    }

    /** Adds what a model sees in the row's image: {@code top} classes. */
    void fill(Classified<Group> classified, List<String> classNames, int top) {
        Group row = classified.key();
        if (classified.isCorrupt()) {
            row.add(ERROR, classified.error());
            return;
        }
        float[] probabilities = classified.probabilities();
        List<Integer> best = classified.best(top);
        row.add(PREDICTED, classNames.get(best.get(0)));
        row.add(PROBABILITY, probabilities[best.get(0)]);
        Group ranked = row.addGroup(TOP);
        for (int k : best) {
            Group element = ranked.addGroup(LIST).addGroup(ELEMENT);
            element.add(CLASS, classNames.get(k));
            element.add(PROBABILITY, probabilities[k]);
        }
        if (message.containsField(PROBABILITIES)) {
            Group all = row.addGroup(PROBABILITIES);
            IntStream.range(0, probabilities.length)
                    .forEach(k -> all.addGroup(LIST).add(ELEMENT, probabilities[k]));
        }
    }
}
