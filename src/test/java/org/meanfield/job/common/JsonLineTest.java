package org.meanfield.job.common;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

final class JsonLineTest {
    @Test
    void aNumberThatIsNotFiniteIsNull() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("a", Double.NaN)
                .put("b", 0.5)
                .put("c", Float.POSITIVE_INFINITY)
                .put("d", "NaN");
        json.putObject("e").putArray("f").add(Double.NEGATIVE_INFINITY).add(1);

        assertThat(JsonLine.of(json))
                .isEqualTo("{\"a\":null,\"b\":0.5,\"c\":null,\"d\":\"NaN\",\"e\":{\"f\":[null,1]}}");
        assertThat(json.path("a").doubleValue()).isNaN();
    }

    @Test
    void itIsALineThatATerminalOnlyShows() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("a", "x\n\u001b\u007f\u202e");

        assertThat(JsonLine.of(json)).isEqualTo("{\"a\":\"x\\n\\u001B\\u007f\\u202e\"}");
    }
}
