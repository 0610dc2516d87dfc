package org.meanfield.reference;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a record's compact constructor allows for its components: the texts of its calls of {@code Check.that}, and of those
 * in the static methods and constructors that it calls, with the constants and arguments filled in.
 */
final class Ranges {
    /**
     * One call of {@code Check.that}.
     *
     * @param key the key; {@code key[]} for the elements of its list
     * @param allowed what it must be
     */
    record Allowed(String key, String allowed) {}

    /** What only a run knows; no text of ours has it. */
    private static final String UNKNOWN = "\u0001";

    private static final Pattern PLACEHOLDER = Pattern.compile("%[^a-zA-Z%]*[a-zA-Z]");
    private static final int DEPTH = 4;

    private final Sources sources;

    Ranges(Sources sources) {
        this.sources = sources;
    }

    /** Returns them in the order of the calls; those that name a value which only a run knows are left out. */
    List<Allowed> of(Class<?> record) {
        List<Allowed> found = new ArrayList<>();
        Sources.Type type = sources.of(record);
        constructor(type).ifPresent(method -> new Walk(type, Map.of(), 0, found).scan(method.getBody(), null));
        return found.stream()
                .map(one -> new Allowed(one.key().replace("[" + UNKNOWN + "]", "[]"), one.allowed()))
                .filter(one -> !(one.key() + one.allowed()).contains(UNKNOWN))
                .distinct()
                .toList();
    }

    private static Optional<MethodTree> constructor(Sources.Type type) {
        return type.methods().stream()
                .filter(method -> method.getName().contentEquals("<init>"))
                .findFirst();
    }

    private final class Walk extends TreeScanner<Void, Void> {
        private final Sources.Type owner;
        private final Map<String, String> values;
        private final int depth;
        private final List<Allowed> found;

        Walk(Sources.Type owner, Map<String, String> values, int depth, List<Allowed> found) {
            this.owner = owner;
            this.values = values;
            this.depth = depth;
            this.found = found;
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
            if (call.getMethodSelect().toString().equals("Check.that")) {
                found.add(new Allowed(
                        value(call.getArguments().get(1)),
                        value(call.getArguments().get(3))));
            } else if (depth < DEPTH) {
                follow(call);
            }
            return super.visitMethodInvocation(call, null);
        }

        private void follow(MethodInvocationTree call) {
            Optional<Sources.Type> target = Optional.empty();
            String name = "";
            if (call.getMethodSelect() instanceof IdentifierTree identifier) {
                target = Optional.of(owner);
                name = identifier.getName().toString();
            } else if (call.getMethodSelect() instanceof MemberSelectTree select) {
                target = sources.find(select.getExpression().toString(), owner);
                name = select.getIdentifier().toString();
            }
            String method = name;
            target.ifPresent(type -> type.methods().stream()
                    .filter(candidate -> candidate.getName().contentEquals(method)
                            && candidate.getParameters().size()
                                    == call.getArguments().size()
                            && candidate.getModifiers().getFlags().contains(javax.lang.model.element.Modifier.STATIC))
                    .findFirst()
                    .ifPresent(candidate ->
                            enter(type, candidate.getBody(), candidate.getParameters(), call.getArguments())));
        }

        @Override
        public Void visitNewClass(NewClassTree made, Void unused) {
            sources.find(made.getIdentifier().toString(), owner)
                    .filter(type -> depth < DEPTH && type.tree().getKind() == Tree.Kind.RECORD)
                    .ifPresent(type -> constructor(type)
                            .ifPresent(method -> enter(type, method.getBody(), List.of(), made.getArguments())));
            return super.visitNewClass(made, null);
        }

        private void enter(
                Sources.Type type,
                Tree body,
                List<? extends VariableTree> parameters,
                List<? extends ExpressionTree> arguments) {
            Map<String, String> bound = new HashMap<>();
            for (int i = 0; i < parameters.size(); i++) {
                bound.put(parameters.get(i).getName().toString(), value(arguments.get(i)));
            }
            new Walk(type, bound, depth + 1, found).scan(body, null);
        }

        /** Returns the text or number that an expression comes to, with what is not known in it marked. */
        private String value(ExpressionTree expression) {
            if (expression instanceof LiteralTree literal) {
                return String.valueOf(literal.getValue());
            }
            if (expression instanceof ParenthesizedTree parenthesized) {
                return value(parenthesized.getExpression());
            }
            if (expression instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
                return value(sum.getLeftOperand()) + value(sum.getRightOperand());
            }
            if (expression instanceof IdentifierTree identifier) {
                String name = identifier.getName().toString();
                return values.containsKey(name) ? values.get(name) : constant(owner, name);
            }
            if (expression instanceof MemberSelectTree select) {
                return sources.find(select.getExpression().toString(), owner)
                        .map(type -> constant(type, select.getIdentifier().toString()))
                        .orElse(UNKNOWN);
            }
            if (expression instanceof MethodInvocationTree call
                    && call.getMethodSelect() instanceof MemberSelectTree select
                    && select.getIdentifier().contentEquals("formatted")) {
                return formatted(value(select.getExpression()), call.getArguments());
            }
            return UNKNOWN;
        }

        private String formatted(String format, List<? extends ExpressionTree> arguments) {
            Matcher placeholder = PLACEHOLDER.matcher(format);
            StringBuilder text = new StringBuilder();
            for (int i = 0; placeholder.find(); i++) {
                placeholder.appendReplacement(text, Matcher.quoteReplacement(value(arguments.get(i))));
            }
            return placeholder.appendTail(text).toString();
        }
    }

    private static String constant(Sources.Type type, String name) {
        for (Field field : type.load().getDeclaredFields()) {
            if (field.getName().equals(name) && Modifier.isStatic(field.getModifiers())) {
                try {
                    field.setAccessible(true);
                    return String.valueOf(field.get(null));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return UNKNOWN;
    }
}
