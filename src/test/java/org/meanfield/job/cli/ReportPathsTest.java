package org.meanfield.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class ReportPathsTest {
    @Test
    void thePathsAreTheIndexAndItsPages() throws IOException {
        assertThat(
                        ReportCommand.paths(
                                new ObjectMapper()
                                        .readTree(
                                                """
                                        {"page": "out/reports/index.html", "pages": [{"page": "out/reports/a/index.html"},
                                          {"run_id": "b", "page": "out/reports/b/index.html", "pictures": ["b.png"]}]}
                                        """)))
                .containsExactly("out/reports/index.html", "  out/reports/a/index.html", "  out/reports/b/index.html");
    }

    @Test
    void onePageIsOnePath() throws IOException {
        assertThat(ReportCommand.paths(
                        new ObjectMapper().readTree("{\"run_id\": \"a\", \"page\": \"out/reports/a/index.html\"}")))
                .containsExactly("out/reports/a/index.html");
    }
}
