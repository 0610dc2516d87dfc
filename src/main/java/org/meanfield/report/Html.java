package org.meanfield.report;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.meanfield.report.chart.Markup;

/** HTML fragments. Parameters named text or name are escaped here. */
public final class Html {
    private Html() {}

    /** Returns a link. */
    static String link(String address, String text) {
        return "<a href=\"%s\">%s</a>".formatted(Markup.escape(address), Markup.escape(text));
    }

    /** Returns a paragraph that ends with links, text by address. */
    static String paragraph(String text, Map<String, String> links) {
        return "<p>%s%s</p>\n"
                .formatted(
                        Markup.escape(text),
                        links.entrySet().stream()
                                .map(link -> link(link.getKey(), link.getValue()))
                                .collect(Collectors.joining(", ")));
    }

    /** Returns a tile: a number with its label below. */
    static String tile(String number, String what) {
        return "<div class=\"tile\"><b>%s</b><span>%s</span></div>"
                .formatted(Markup.escape(number), Markup.escape(what));
    }

    /** Returns fragments in a container of a CSS class. */
    static String group(String cssClass, List<String> pieces) {
        return "<div class=\"%s\">\n%s\n</div>\n".formatted(cssClass, String.join("\n", pieces));
    }

    /** Returns an embedded PNG with a caption. */
    static String picture(byte[] png, String caption) {
        return "<figure><img alt=\"%s\" src=\"data:image/png;base64,%s\"><figcaption>%s</figcaption></figure>"
                .formatted(Markup.escape(caption), Base64.getEncoder().encodeToString(png), Markup.escape(caption));
    }
}
