package org.meanfield.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.meanfield.config.Default;

/** The part of a sweep file that makes cells. */
record SweepSections(
        @Default("[]") List<Map<String, JsonNode>> list,
        @Default("{}") Map<String, List<JsonNode>> grid,
        @Default("{count: 0}") RandomCells random) {}
