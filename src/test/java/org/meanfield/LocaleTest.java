package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Holds the sources to texts that are the same in every locale. Error Prone holds them to {@code Locale.ROOT} for upper and
 * lower case; this rule, wherever a number or a date is formatted, unless the text goes straight into an exception, a
 * check or the log, which are for a person.
 */
final class LocaleTest {
    /** A conversion whose result depends on the locale: of numbers and dates, or with a grouping flag. */
    private static final Pattern LOCAL = Pattern.compile("%(\\d+\\$)?[-#+ 0,(]*\\d*(\\.\\d+)?[dfeEgGaAtTS]");

    /** What takes texts for a person; a logger's methods are these levels. */
    private static final Pattern FOR_PEOPLE = Pattern.compile(
            "(new \\w*(Exception|Error))|Check\\.that|LOG\\.(error|warn|info|debug)|progress\\.\\w+|log\\.(say|show)");

    @Test
    void numbersInTextsThatAreNotForPeopleAreFormattedByTheRootLocale() throws IOException {
        List<JavaFileObject> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sources.add(source(file.toString(), Files.readString(file)));
            }
        }
        assertThat(sources).hasSizeGreaterThan(300);
        assertThat(violations(sources)).isEmpty();
    }

    @Test
    void theRuleSeesEachWayToFormat() throws IOException {
        for (String wrong : List.of(
                "\"round-%06d\".formatted(round)",
                "\"%s-%d\".formatted(name, round)",
                "(\"%s of \" + \"%,d\").formatted(name, round)",
                "String.format(\"%.3f\", value)",
                "FORM.formatted(value)",
                "out.printf(\"%d\", round)",
                "new java.util.Formatter().format(\"%d\", round).toString()",
                "java.time.format.DateTimeFormatter.ofPattern(\"HH:mm\")",
                "new java.text.DecimalFormat(\"0.0\")")) {
            assertThat(violations(List.of(source("A.java", "class A { Object x = %s; }".formatted(wrong)))))
                    .as(wrong)
                    .hasSize(1);
        }
        for (String right : List.of(
                "\"%s\".formatted(name)",
                "\"%-8s %%d%n\".formatted(name)",
                "String.format(Locale.ROOT, \"%d\", round)",
                "new IllegalStateException(\"round %d\".formatted(round))")) {
            assertThat(violations(List.of(source("A.java", "class A { Object x = %s; }".formatted(right)))))
                    .as(right)
                    .isEmpty();
        }
    }

    private static List<String> violations(List<JavaFileObject> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavacTask task = (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, sources);
        List<String> found = new ArrayList<>();
        for (CompilationUnitTree unit : task.parse()) {
            new TreePathScanner<Void, Void>() {
                @Override
                public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
                    if (isLocal(call) && !isForPeople(getCurrentPath())) {
                        found.add(at(unit, call));
                    }
                    return super.visitMethodInvocation(call, null);
                }

                @Override
                public Void visitNewClass(NewClassTree call, Void nothing) {
                    if (call.getIdentifier()
                            .toString()
                            .matches("(java\\.\\w+\\.)?(Formatter|(Decimal|SimpleDate|Message)Format)")) {
                        found.add(at(unit, call));
                    }
                    return super.visitNewClass(call, null);
                }
            }.scan(unit, null);
        }
        return found;
    }

    private static boolean isLocal(MethodInvocationTree call) {
        if (!(call.getMethodSelect() instanceof MemberSelectTree method)) {
            return false;
        }
        return switch (method.getIdentifier().toString()) {
            case "formatted" -> isLocal(method.getExpression());
            case "format" -> method.getExpression().toString().equals("String")
                    && isLocal(call.getArguments().get(0));
            case "printf" -> isLocal(call.getArguments().get(0));
            case "ofPattern" -> call.getArguments().size() == 1;
            default -> false;
        };
    }

    /** Of literals, all that an expression is made of count; a format that is no literal may be any. */
    private static boolean isLocal(ExpressionTree format) {
        if (format.toString().startsWith("Locale.")) {
            return false;
        }
        StringBuilder text = new StringBuilder();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitLiteral(LiteralTree literal, Void nothing) {
                text.append(literal.getValue());
                return null;
            }
        }.scan(format, null);
        return text.isEmpty()
                || LOCAL.matcher(text.toString().replace("%%", "")).find();
    }

    private static boolean isForPeople(TreePath path) {
        for (TreePath outer = path.getParentPath(); outer != null; outer = outer.getParentPath()) {
            Tree tree = outer.getLeaf();
            String taker = tree instanceof NewClassTree made
                    ? "new " + made.getIdentifier()
                    : tree instanceof MethodInvocationTree called
                            ? called.getMethodSelect().toString()
                            : "";
            if (FOR_PEOPLE.matcher(taker).matches()) {
                return true;
            }
        }
        return false;
    }

    private static String at(CompilationUnitTree unit, Tree call) {
        return "%s: %s".formatted(unit.getSourceFile().getName(), call);
    }

    private static JavaFileObject source(String name, String code) {
        return new SimpleJavaFileObject(URI.create("string:///" + name), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return code;
            }
        };
    }
}
