package org.meanfield.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanfield.testing.Program;

/** {@code deploy/meanfield-completion.bash} in a real bash, called as bash calls it when the tabulator is pressed. */
final class CompletionTest {
    private static final String SCRIPT =
            """
            source deploy/meanfield-completion.bash
            COMP_WORDS=("$@")
            COMP_CWORD=$(($# - 1))
            COMP_LINE="$*"
            COMP_POINT=${#COMP_LINE}
            function=$(complete -p submit.sh | sed 's/.* -F \\([^ ]*\\) .*/\\1/')
            "$function" "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            ((${#COMPREPLY[@]} == 0)) || printf '%s\\n' "${COMPREPLY[@]}"
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            s                    | sweep summary samples study
            tr                   | train
            train --rest         | --restart
            train --e            | --export
            sweep --d            | --dry-run
            report --            | --host --port --json --help --version --trace --run --sweep --robustness --compare --tensorboard --serve
            summary jobs/a.yaml --s | --set
            """)
    void completesCommandsAndOptions(String typed, String completed) {
        assertThat(complete(typed)).containsExactlyInAnyOrder(completed.split(" "));
    }

    /** What it does not know itself bash completes as files. */
    @Test
    void leavesJobFilesToBash() {
        assertThat(complete("train jobs/q")).isEmpty();
        Program.Result run = bash("source deploy/meanfield-completion.bash; complete -p submit.sh");
        assertThat(run.out()).isEqualTo("complete -o default -F _complete_meanfield submit.sh\n");
        assertThat(JobFiles.read(Path.of("deploy/meanfield-completion.bash"))).doesNotContain("compopt +o");
    }

    private static List<String> complete(String typed) {
        Program.Result run = bash(SCRIPT, ("deploy/submit.sh " + typed).split(" "));
        assertThat(run.err()).isEmpty();
        return run.out().lines().toList();
    }

    private static Program.Result bash(String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of("bash", "--norc", "-c", script, "bash"));
        command.addAll(List.of(arguments));
        return Program.run(Map.of(), command);
    }
}
