package org.meanfield.reference;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EndElementTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.doctree.ValueTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Javadoc as Markdown. */
final class Javadoc {
    private static final Map<String, String> ENTITIES = Map.of("lt", "<", "gt", ">", "amp", "&");

    /** A hint for those who read the code. */
    private static final Pattern SEE = Pattern.compile("[,;]? see `[A-Z]\\w*(\\.\\w+)?`(?=[.,;:]|$)");

    private Javadoc() {}

    /** Returns what stands before the first {@code <p>}; what is preformatted is a fenced block. */
    static String firstParagraph(DocCommentTree comment) {
        List<DocTree> first = new ArrayList<>();
        for (DocTree part : comment.getFullBody()) {
            if (part instanceof StartElementTree start && start.getName().contentEquals("p")) {
                break;
            }
            first.add(part);
        }
        return markdown(first).strip();
    }

    static String markdown(List<? extends DocTree> parts) {
        StringBuilder text = new StringBuilder();
        boolean preformatted = false;
        for (DocTree part : parts) {
            if (part instanceof StartElementTree start && start.getName().contentEquals("pre")) {
                preformatted = true;
                text.append("\n\n```\n");
            } else if (part instanceof EndElementTree end && end.getName().contentEquals("pre")) {
                preformatted = false;
                text.append("\n```\n\n");
            } else if (preformatted) {
                text.append(plain(part).replaceAll("(?m)^ ", "").strip());
            } else {
                // After a block a line begins.
                String inline = inline(part).replaceAll("\\s+", " ");
                text.append(text.toString().endsWith("\n") ? inline.stripLeading() : inline);
            }
        }
        return SEE.matcher(text.toString().replaceAll(" +\n", "\n")).replaceAll("");
    }

    private static String plain(DocTree part) {
        if (part instanceof TextTree text) {
            return text.getBody();
        }
        return part instanceof EntityTree entity ? entity(entity) : inline(part);
    }

    private static String inline(DocTree part) {
        if (part instanceof TextTree text) {
            return text.getBody();
        }
        if (part instanceof EntityTree entity) {
            return entity(entity);
        }
        if (part instanceof LiteralTree literal) {
            String body = literal.getBody().getBody().strip().replaceAll("\\s+", " ");
            return literal.getKind() == DocTree.Kind.CODE ? "`" + body + "`" : body;
        }
        if (part instanceof LinkTree link) {
            return link.getLabel().isEmpty()
                    ? "`" + target(link.getReference().getSignature()) + "`"
                    : markdown(link.getLabel());
        }
        if (part instanceof StartElementTree start) {
            return start.getName().contentEquals("sup") ? "^" : "";
        }
        if (part instanceof EndElementTree) {
            return "";
        }
        if (part instanceof ValueTree value) {
            return "`" + target(value.getReference().getSignature()) + "`";
        }
        throw new IllegalArgumentException("The reference cannot show this Javadoc yet: " + part);
    }

    /** {@code Split#VALIDATION} is what job files call {@code validation}. */
    private static String target(String signature) {
        String name = signature.substring(signature.indexOf('#') + 1);
        if (name.matches("[A-Z][A-Z0-9_]*")) {
            return name.toLowerCase(Locale.ROOT).replace('_', '-');
        }
        return signature
                .substring(signature.lastIndexOf('.') + 1)
                .replaceAll("^#", "")
                .replace('#', '.');
    }

    private static String entity(EntityTree entity) {
        String name = entity.getName().toString();
        if (!ENTITIES.containsKey(name)) {
            throw new IllegalArgumentException("The reference cannot show this entity yet: " + name);
        }
        return ENTITIES.get(name);
    }
}
