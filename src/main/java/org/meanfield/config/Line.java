package org.meanfield.config;

import java.util.Locale;

/**
 * A message as one line of printable characters: line ends, control characters, marks that turn the direction of a text and
 * lone surrogates are shown as JSON would write them, and a line that is too long lacks its middle. What has been made so
 * stays as it is.
 */
public final class Line {
    private static final int MAX_CHARACTERS = 2000;
    private static final String GAP = " … ";

    private Line() {}

    /** Returns {@code text} as a line of at most 2,000 characters. */
    public static String of(String text) {
        String line = printable(text);
        if (line.length() <= MAX_CHARACTERS) {
            return line;
        }
        int half = (MAX_CHARACTERS - GAP.length()) / 2;
        return start(line, half) + GAP + end(line, half);
    }

    /** Returns {@code text} as a line, however long. */
    public static String printable(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isPrintable(c)) {
                line.appendCodePoint(c);
            } else {
                line.append(escaped(c));
            }
        });
        return line.toString();
    }

    /** Returns the first {@code most} characters of {@code text}, one less where that would split a pair of surrogates. */
    static String start(String text, int most) {
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }

    private static String end(String text, int most) {
        int from = text.length() - most;
        return text.substring(Character.isLowSurrogate(text.charAt(from)) ? from + 1 : from);
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    private static String escaped(int c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> {
                StringBuilder units = new StringBuilder();
                for (char unit : Character.toChars(c)) {
                    units.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
                yield units.toString();
            }
        };
    }
}
