package org.meanfield.storage;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.GroupWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/** Builder of a writer of rows, whose footers name Meanfield as the writer. */
final class TableWriter extends ParquetWriter.Builder<Group, TableWriter> {
    /** The value of {@code writer.model.name} in the footer. */
    static final String NAME = "meanfield";

    private final MessageType schema;
    private final Map<String, String> metadata;

    TableWriter(OutputFile file, MessageType schema, Map<String, String> metadata) {
        super(file);
        this.schema = schema;
        this.metadata = metadata;
    }

    @Override
    protected TableWriter self() {
        return this;
    }

    @Override
    protected WriteSupport<Group> getWriteSupport(Configuration configuration) {
        return new Rows(schema, metadata);
    }

    private static final class Rows extends WriteSupport<Group> {
        private final MessageType schema;
        private final Map<String, String> metadata;
        private GroupWriter writer;

        Rows(MessageType schema, Map<String, String> metadata) {
            this.schema = schema;
            this.metadata = metadata;
        }

        @Override
        public String getName() {
            return NAME;
        }

        @Override
        public WriteContext init(Configuration configuration) {
            return new WriteContext(schema, metadata);
        }

        @Override
        public void prepareForWrite(RecordConsumer consumer) {
            writer = new GroupWriter(consumer, schema);
        }

        @Override
        public void write(Group row) {
            writer.write(row);
        }
    }
}
