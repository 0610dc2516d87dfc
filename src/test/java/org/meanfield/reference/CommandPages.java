package org.meanfield.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.meanfield.Main;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What {@code --help} says of the commands, as a part of the reference. */
final class CommandPages {
    static final String SCRIPT = "deploy/submit.sh";

    /** What the line of a command's example begins with. */
    private static final String EXAMPLE = "Example: ";

    private static final List<String> HEAD = List.of("argument", "default", "meaning");

    private static final CommandLine PROGRAM = new CommandLine(new Main());

    private final Markdown page;

    CommandPages(Markdown page) {
        this.page = page;
    }

    /** Returns the commands by their names. */
    static Map<String, CommandLine> commands() {
        return PROGRAM.getSubcommands();
    }

    /** Returns the example that a command's help has, from {@code deploy/submit.sh} on. */
    static String example(CommandSpec command) {
        return Arrays.stream(command.usageMessage().footer())
                .filter(line -> line.startsWith(EXAMPLE))
                .map(line -> line.substring(EXAMPLE.length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("The help of %s has no example".formatted(command.name())));
    }

    void write() {
        CommandSpec program = PROGRAM.getCommandSpec();
        page.heading(2, "Commands");
        page.code("", SCRIPT + " [--master URL] [any spark-submit option] COMMAND JOB.yaml [options of the command]");
        page.block(
                "`%1$s` is `spark-submit --class org.meanfield.Main target/meanfield.jar`: it makes the jar, and brings a Spark "
                                .formatted(SCRIPT)
                        + "where `SPARK_HOME` names none. `%s COMMAND --help` says what is below.".formatted(SCRIPT));
        List<List<String>> commands = new ArrayList<>();
        commands()
                .forEach((name, line) -> commands.add(List.of(
                        Markdown.link("`" + name + "`", "Command " + name), description(line.getCommandSpec()))));
        page.table(List.of("command", "what it does"), commands);
        page.block("Exit codes:");
        List<List<String>> codes = new ArrayList<>();
        program.usageMessage().exitCodeList().forEach((code, meaning) -> codes.add(List.of(code.strip(), meaning)));
        page.table(List.of("code", "meaning"), codes);
        page.block("`source deploy/meanfield-completion.bash` makes bash and zsh complete commands and options.");
        page.block("Every command takes these; what else it takes is below.");
        CommandSpec any = commands().values().iterator().next().getCommandSpec();
        page.table(
                HEAD,
                any.options().stream()
                        .filter(CommandPages::isCommon)
                        .map(CommandPages::row)
                        .toList());
        commands().forEach((name, line) -> command(name, line.getCommandSpec()));
    }

    private static boolean isCommon(OptionSpec option) {
        return commands().values().stream()
                .allMatch(line -> line.getCommandSpec().findOption(option.longestName()) != null);
    }

    private void command(String name, CommandSpec command) {
        page.heading(3, "Command `%s`".formatted(name));
        page.block(String.join(" ", command.usageMessage().description()));
        page.code("", example(command));
        List<List<String>> rows = new ArrayList<>();
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            rows.add(List.of("`" + parameter.paramLabel() + "`", "**required**", description(parameter)));
        }
        command.options().stream().filter(option -> !isCommon(option)).forEach(option -> rows.add(row(option)));
        page.table(HEAD, rows);
    }

    private static List<String> row(OptionSpec option) {
        String value = option.arity().min() == 0 ? "[=%s]" : " %s";
        String label = option.typeInfo().isBoolean() ? "" : value.formatted(option.paramLabel());
        String otherwise = option.defaultValue() == null ? "" : "`" + option.defaultValue() + "`";
        return List.of("`" + String.join("`, `", option.names()) + label + "`", otherwise, description(option));
    }

    private static String description(CommandSpec command) {
        return command.usageMessage().description()[0];
    }

    /** The default has a column of its own. */
    static String description(ArgSpec argument) {
        return String.join(" ", argument.description()).replaceAll(" \\(default: [^)]*\\)", "");
    }
}
