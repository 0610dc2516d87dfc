package org.meanfield.job.predict;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.Type;
import org.meanfield.config.Check;
import org.meanfield.data.PictureReader;
import org.meanfield.storage.BrokenParquet;
import org.meanfield.storage.ParquetInput;
import org.meanfield.storage.Sha256;
import org.meanfield.storage.Storage;

/**
 * A binary column of a Parquet table; a slice is a row group. An image's path is {@code <file>:<row>}, the file relative to the
 * table's folder, rows counted from 0.
 *
 * @param table its folder, or its only file
 * @param column with the images
 * @param encoding of the images
 * @param schema the Parquet message of what is read: the key columns and then the images
 * @param groups the row groups
 */
record TableInput(String table, String column, Encoding encoding, String schema, List<RowGroup> groups)
        implements ImageInput {
    /** The rows of which one must have an image. */
    private static final int SAMPLE = 20;

    private static final String NO_TABLE = "%s is not a Parquet file (%s)";

    /** A row group; {@code first} is the number of its first row in the file. */
    record RowGroup(String file, int index, long first, long rows) implements Serializable {}

    /** A file of the table: its name relative to the folder and its length. */
    private record TableFile(String name, String path) {}

    /**
     * Returns that of a table.
     *
     * @param keys the names of the key columns
     * @throws org.meanfield.config.InvalidInputException if there is no such table or column, or it has no images
     */
    static TableInput of(String table, String column, Encoding encoding, List<String> keys, PictureReader reader) {
        List<TableFile> files = files(table);
        Check.that(!files.isEmpty(), "--input", table, "a Parquet file or a folder with such files");
        List<RowGroup> groups = new ArrayList<>();
        MessageType columns = null;
        for (TableFile file : files) {
            try (ParquetInput input = ParquetInput.openOther(file.path)) {
                MessageType here = columns(file.path, input.schema(), column, keys);
                Check.that(
                        columns == null || here.equals(columns),
                        "schema of " + file.path,
                        here.toString().replace("\n", " "),
                        "that of " + files.get(0).path);
                columns = here;
                long first = 0;
                List<BlockMetaData> blocks = input.rowGroups();
                for (int i = 0; i < blocks.size(); i++) {
                    groups.add(new RowGroup(file.name, i, first, blocks.get(i).getRowCount()));
                    first += blocks.get(i).getRowCount();
                }
            } catch (RuntimeException | IOException e) {
                throw BrokenParquet.failure(file.path, e, NO_TABLE);
            }
        }
        Check.that(!groups.isEmpty(), "--input", table, "a table with rows");
        TableInput input = new TableInput(table, column, encoding, columns.toString(), List.copyOf(groups));
        input.checkImages(reader);
        return input;
    }

    private static List<TableFile> files(String table) {
        if (Storage.isFile(table)) {
            return List.of(new TableFile(table.substring(table.lastIndexOf('/') + 1), table));
        }
        return ParquetFiles.in(table).stream()
                .map(name -> new TableFile(name, Storage.child(table, name)))
                .toList();
    }

    private static MessageType columns(String file, MessageType schema, String column, List<String> keys) {
        List<String> names = schema.getFields().stream().map(Type::getName).toList();
        Check.that(
                names.contains(column) && ParquetFiles.isBinary(schema.getType(column)),
                "--column",
                column,
                "a binary column of %s, whose columns are %s".formatted(file, String.join(", ", names)));
        List<Type> fields = new ArrayList<>();
        for (String key : keys) {
            Check.that(
                    names.contains(key)
                            && ParquetFiles.isSingle(schema.getType(key))
                            && !key.equals(column)
                            && !PredictionSchema.OWN.contains(key),
                    "--keys",
                    key,
                    "a column of single values other than that of the images and %s; the columns of %s are %s"
                            .formatted(String.join(", ", PredictionSchema.OWN), file, String.join(", ", names)));
            fields.add(schema.getType(key));
        }
        fields.add(schema.getType(column));
        return new MessageType("table", fields);
    }

    /** Checks that one of the first rows has an image: it is the wrong column, or another encoding, if none has. */
    private void checkImages(PictureReader reader) {
        Rows rows = rows(groups.get(0));
        String instead = "null";
        for (int i = 0; i < Math.min(rows.count, SAMPLE); i++) {
            byte[] bytes = image(rows.next());
            if (bytes.length > 0) {
                if (encoding.isLikely(reader, bytes)) {
                    return;
                }
                instead = String.format(Locale.ROOT, "%,d bytes", bytes.length);
            }
        }
        Check.that(
                false,
                "the first value of --column " + column,
                instead,
                encoding == Encoding.PICTURE
                        ? PictureReader.KINDS + ", or with --encoding uint8 pixels"
                        : String.format(
                                Locale.ROOT,
                                "%,d, an image of %s as the model takes it",
                                reader.shape().size(),
                                reader.shape()));
    }

    @Override
    public void verifyReadable() {
        Check.that(Storage.exists(table), "--input", table, "a table that is there");
    }

    @Override
    public int slices() {
        return groups.size();
    }

    @Override
    public long images() {
        return groups.stream().mapToLong(RowGroup::rows).sum();
    }

    @Override
    public String keys() {
        List<Type> fields = message().getFields();
        return new MessageType("keys", fields.subList(0, fields.size() - 1)).toString();
    }

    @Override
    public String stamp() {
        return Sha256.of(groups.toString());
    }

    @Override
    public Iterator<Candidate<Group>> open(int slice, PictureReader reader, PredictionSchema predictions) {
        RowGroup group = groups.get(slice);
        Rows rows = rows(group);
        int keys = message().getFieldCount() - 1;
        return LongStream.range(group.first, group.first + group.rows)
                .mapToObj(number -> {
                    Group row = rows.next();
                    Group key = predictions.row(group.file + ":" + number);
                    for (int i = 0; i < keys; i++) {
                        ParquetFiles.copy(row, i, key);
                    }
                    byte[] bytes = image(row);
                    String name = String.format(Locale.ROOT, "%s of row %d of %s", column, number, group.file);
                    return new Candidate<>(key, (target, offset) -> {
                        Check.that(bytes.length > 0, name, "empty", "an image");
                        encoding.decode(reader, name, bytes, target, offset);
                    });
                })
                .iterator();
    }

    /** Returns the image of a row; nothing for null. */
    private byte[] image(Group row) {
        return row.getFieldRepetitionCount(column) == 0
                ? new byte[0]
                : row.getBinary(column, 0).getBytes();
    }

    private MessageType message() {
        return MessageTypeParser.parseMessageType(schema);
    }

    private record Rows(String file, RecordReader<Group> records, long count) {
        Group next() {
            try {
                return records.read();
            } catch (RuntimeException e) {
                throw BrokenParquet.failure(file, e, NO_TABLE);
            }
        }
    }

    /** Reads a row group, as a whole and compressed. */
    private Rows rows(RowGroup group) {
        String file = Storage.isFile(table) ? table : Storage.child(table, group.file);
        try (ParquetInput input = ParquetInput.openOther(file)) {
            MessageType message = message();
            input.select(message);
            for (int i = 0; i < group.index; i++) {
                input.skip();
            }
            PageReadStore pages = input.next().orElseThrow();
            return new Rows(
                    file,
                    new ColumnIOFactory()
                            .getColumnIO(message)
                            .getRecordReader(pages, new GroupRecordConverter(message)),
                    pages.getRowCount());
        } catch (RuntimeException | IOException e) {
            throw BrokenParquet.failure(file, e, NO_TABLE);
        }
    }
}
