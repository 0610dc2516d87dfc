package org.meanfield.storage;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.example.GroupWriteSupport;
import org.apache.parquet.io.OutputFile;
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

    private static final class Rows extends GroupWriteSupport {
        private final MessageType schema;
        private final Map<String, String> metadata;

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
            setSchema(schema, configuration);
            return new WriteContext(super.init(configuration).getSchema(), metadata);
        }
    }
}
