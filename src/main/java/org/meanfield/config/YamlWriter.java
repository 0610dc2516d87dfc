package org.meanfield.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** Writer of jobs as YAML in block style. */
public final class YamlWriter {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build());

    private YamlWriter() {}

    /**
     * Converts the JSON of {@link RecordWriter#toJson} to YAML, which {@link RecordReader} reads as an equal record.
     */
    public static String ofJson(String json) {
        try {
            return YAML.writeValueAsString(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new InvalidInputException("A job is not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
