package org.meanfield.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.Main;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What {@code --help} and {@code --version} say. */
final class HelpTest {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    static List<CommandSpec> commands() {
        List<CommandSpec> commands = new ArrayList<>(List.of(new CommandLine(new Main()).getCommandSpec()));
        CommandPages.commands().values().forEach(line -> commands.add(line.getCommandSpec()));
        assertThat(commands).hasSizeGreaterThan(8);
        return commands;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void eachCommandSaysWhatItDoesInASentence(CommandSpec command) {
        assertThat(command.usageMessage().description()[0]).matches("[A-Z][^.]+\\.");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyOptionIsDocumentedWithItsDefault(CommandSpec command) {
        for (ArgSpec argument : command.args()) {
            String text = String.join(" ", argument.description());
            assertThat(text).as("%s of %s", argument, command).matches("(?s)[A-Z].*[^ ].*");
            if (argument.defaultValue() != null) {
                assertThat(text).contains("(default: %s)".formatted(argument.defaultValue()));
            }
            if (argument instanceof OptionSpec option && !option.typeInfo().isBoolean()) {
                assertThat(option.paramLabel()).as(option.longestName()).matches("[A-Z.=]+|auto|CHANNELSxHEIGHTxWIDTH");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theExampleIsACommandLineThatIsTakenOfAFileThatExists(CommandSpec command) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(CommandPages.example(command));
        while (word.find()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        assertThat(words.remove(0)).isEqualTo(CommandPages.SCRIPT);
        CommandLine.ParseResult parsed = new CommandLine(new Main())
                .parseArgs(words.toArray(String[]::new))
                .subcommand();
        if (command.parent() != null) {
            assertThat(parsed.commandSpec().name()).isEqualTo(command.name());
        }
        String file = parsed.matchedPositionalValue(0, "");
        assertThat(file.endsWith(".yaml") == Files.isRegularFile(Path.of(file))).isTrue();
        assertThat(file.endsWith(".yaml")
                        || List.of("new", "report", "predict", "export", "explain")
                                .contains(parsed.commandSpec().name()))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theExitCodesAreListed(CommandSpec command) {
        String help = command.commandLine().getUsageMessage(Ansi.OFF);
        assertThat(help)
                .containsPattern(
                        "(?m)^Exit codes:\n  0 +\\S.*\n  1 +\\S.*\n  2 +Invalid input.*\n  130 +.*\n  143 +.*\n\nExample: ");
        assertThat(command.usageMessage().exitCodeList()).containsOnlyKeys("0", "1", "2", "130", "143");
    }

    @Test
    void theVersionIsThatOfEachPart() {
        Map<String, String> expected = Map.of(
                "meanfield", pom("<artifactId>meanfield</artifactId>\\s*<version>"),
                "Java", System.getProperty("java.version"),
                "Spark", pom("<spark.version>"),
                "DL4J", pom("<dl4j.version>"),
                "ND4J", pom("<dl4j.version>"),
                "oneDNN", pom("<dnnl.version>").replaceFirst("-.*", ""));
        for (CommandSpec command : commands()) {
            assertThat(command.version())
                    .containsExactlyInAnyOrderElementsOf(expected.entrySet().stream()
                            .map(part -> part.getKey() + " " + part.getValue())
                            .toList());
            assertThat(command.version()[0]).startsWith("meanfield ");
        }
    }

    private static String pom(String before) {
        Matcher value = Pattern.compile(before + "([^<]+)<").matcher(JobFiles.read(Path.of("pom.xml")));
        assertThat(value.find()).as(before).isTrue();
        return value.group(1);
    }
}
