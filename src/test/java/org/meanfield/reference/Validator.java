package org.meanfield.reference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.nio.file.Path;
import java.util.List;
import org.meanfield.config.RecordReader;

/** Two readers of job files: the committed schema, and the program. */
final class Validator {
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(VersionFlag.V7);
    private static final JsonSchema SCHEMA = FACTORY.getSchema(JobFiles.read(Path.of("jobs/job.schema.json")));

    private Validator() {}

    /** Returns what the schema has against a job, line by line. */
    static List<String> errors(JsonNode job) {
        return SCHEMA.validate(job).stream()
                .map(ValidationMessage::getMessage)
                .sorted()
                .toList();
    }

    /** Returns what the metaschema has against the schema. */
    static List<String> errorsOfSchema(JsonNode schema) {
        return FACTORY.getSchema(SchemaLocation.of(VersionFlag.V7.getId())).validate(schema).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    /** Reads a job as the program does. */
    static Record read(JsonNode job) {
        try {
            String yaml = Examples.YAML.writeValueAsString(job);
            return RecordReader.read(yaml, "job", JobFiles.kind(job), List.of());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
