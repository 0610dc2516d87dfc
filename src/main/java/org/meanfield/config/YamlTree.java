package org.meanfield.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reader of YAML as a tree of mappings, lists and text. A scalar stays text, since only the declared type decides
 * whether {@code off} or {@code 1.10} is a name; {@code null}, {@code ~} and an empty value are a null node.
 */
final class YamlTree {
    private static final YAMLFactory YAML = new YAMLFactory();
    private static final int MAX_CHARACTERS = 1_000_000;
    private static final int MAX_SCALAR = 10_000;
    private static final int MAX_DEPTH = 50;
    private static final Pattern WIDE_ESCAPE = Pattern.compile("\\\\U([0-9a-fA-F]{8})");

    /** SnakeYAML's words for a text that begins with a character that YAML has reserved. */
    private static final Pattern UNQUOTED = Pattern.compile("found character '([@%`])' that cannot start any token");

    private final YAMLParser parser;
    private final String source;

    private YamlTree(YAMLParser parser, String source) {
        this.parser = parser;
        this.source = source;
    }

    /**
     * Returns the one document of {@code yaml}, or a null node where there is none.
     *
     * @param source the file's name, with which messages begin
     * @throws InvalidInputException if it is not YAML, has several documents, a duplicate key or an alias, or is too
     *     large
     */
    static JsonNode parse(String yaml, String source) {
        if (yaml.length() > MAX_CHARACTERS) {
            throw new InvalidInputException(
                    "%s has %d characters but must have at most %d".formatted(source, yaml.length(), MAX_CHARACTERS));
        }
        try (YAMLParser parser = YAML.createParser(yaml)) {
            return new YamlTree(parser, source).tree(yaml);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException("%s is not YAML: %s".formatted(source, oneLine(e)), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the tree; SnakeYAML has exceptions of Java's for an escape that stands for no character, Jackson others by version. */
    private JsonNode tree(String yaml) throws IOException {
        try {
            return document();
        } catch (InvalidInputException e) {
            throw e;
        } catch (IllegalArgumentException | JsonProcessingException e) {
            Matcher escape = WIDE_ESCAPE.matcher(yaml);
            int from = (int) Math.max(0, parser.currentLocation().getCharOffset());
            while (escape.find(from)) {
                if (Long.parseLong(escape.group(1), 16) > Character.MAX_CODE_POINT) {
                    long line = yaml.substring(0, escape.start()).lines().count();
                    throw new InvalidInputException(
                            "%s, line %d: %s is no character".formatted(source, Math.max(1, line), escape.group()), e);
                }
                from = escape.end();
            }
            if (e instanceof JsonProcessingException wrong) {
                throw wrong;
            }
            throw new InvalidInputException("%s is not YAML: %s".formatted(source, Reason.line(e)), e);
        }
    }

    private JsonNode document() throws IOException {
        if (parser.nextToken() == null) {
            return NullNode.instance;
        }
        JsonNode tree = value(0);
        if (parser.nextToken() != null) {
            throw problem("a second document begins");
        }
        return tree;
    }

    private JsonNode value(int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw problem(String.format(Locale.ROOT, "more than %d levels", MAX_DEPTH));
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return mapping(depth);
        }
        if (token == JsonToken.START_ARRAY) {
            return list(depth);
        }
        if (parser.isCurrentAlias()) {
            // Jackson would give the anchor's name as text.
            throw problem("*%s is an alias, which job files do not support".formatted(parser.getText()));
        }
        String text = parser.getText();
        if (token == JsonToken.VALUE_NULL) {
            return NullNode.instance;
        }
        checkLength(text);
        return TextNode.valueOf(text);
    }

    private JsonNode mapping(int depth) throws IOException {
        ObjectNode mapping = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.getCurrentName();
            checkLength(key);
            if (mapping.has(key)) {
                throw problem("duplicate key %s".formatted(ConfigNode.shown(key)));
            }
            parser.nextToken();
            mapping.set(key, value(depth + 1));
        }
        return mapping;
    }

    private JsonNode list(int depth) throws IOException {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(depth + 1));
        }
        return list;
    }

    private void checkLength(String text) {
        if (text.length() > MAX_SCALAR) {
            throw problem(String.format(
                    Locale.ROOT, "a text of %d characters but at most %d can be", text.length(), MAX_SCALAR));
        }
    }

    private InvalidInputException problem(String problem) {
        return new InvalidInputException("%s, line %d: %s"
                .formatted(source, parser.currentTokenLocation().getLineNr(), problem));
    }

    /** What is wrong where the parser speaks of its own expectations. */
    private static String inOurWords(String problem) {
        if (problem.startsWith("expected <block end>")) {
            return "wrong indentation: no key above starts in the same column";
        }
        if (problem.startsWith("mapping values are not allowed here")) {
            return "a colon where there can be none: the line is indented too far, or a text with a colon needs quotes";
        }
        if (problem.contains("(TAB)")) {
            return "a tab: YAML is indented by spaces";
        }
        Matcher first = UNQUOTED.matcher(problem);
        return first.lookingAt() ? "a text that begins with %s needs quotes".formatted(first.group(1)) : problem;
    }

    /** What the parser objects to, and where; its message has the text around it too, on indented lines. */
    private static String oneLine(JsonProcessingException e) {
        List<String> lines = e.getOriginalMessage().lines().toList();
        String problem = lines.stream()
                .filter(line -> !line.startsWith(" "))
                .reduce((first, last) -> last)
                .map(YamlTree::inOurWords)
                .orElse("unreadable");
        return lines.stream()
                .filter(line -> line.startsWith(" in 'reader', "))
                .reduce((first, last) -> last)
                .map(line -> line.replace(" in 'reader', ", "").replace(":", ""))
                .map(place -> "%s (%s)".formatted(problem, place))
                .orElse(problem);
    }
}
