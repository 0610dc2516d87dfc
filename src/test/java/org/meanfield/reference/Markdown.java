package org.meanfield.reference;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Builds a page of Markdown. */
final class Markdown {
    private final StringBuilder page = new StringBuilder();

    Markdown heading(int level, String text) {
        return block("#".repeat(level) + " " + text);
    }

    Markdown block(String text) {
        page.append(page.length() == 0 ? "" : "\n").append(text.strip()).append('\n');
        return this;
    }

    Markdown code(String language, String text) {
        return block("```%s\n%s\n```".formatted(language, text.strip()));
    }

    /** A column that no row has anything in is left out. */
    Markdown table(List<String> head, List<List<String>> rows) {
        List<Integer> used = IntStream.range(0, head.size())
                .filter(i -> rows.stream().anyMatch(row -> !row.get(i).isEmpty()))
                .boxed()
                .toList();
        StringBuilder table = new StringBuilder(line(head, used));
        table.append("|").append("---|".repeat(used.size())).append('\n');
        rows.forEach(row -> table.append(line(row, used)));
        return block(table.toString());
    }

    private static String line(List<String> cells, List<Integer> used) {
        StringBuilder line = new StringBuilder("|");
        for (int i : used) {
            String cell = cells.get(i).replace("|", "\\|").replaceAll("\\s*\n\\s*", " ");
            line.append(' ').append(cell).append(" |");
        }
        return line.append('\n').toString();
    }

    /** Returns a link to the heading of that text on the same page. */
    static String link(String text, String heading) {
        String anchor =
                heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
        return "[%s](#%s)".formatted(text, anchor);
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
