package org.meanfield.report;

import java.util.Base64;
import java.util.List;
import org.meanfield.report.chart.Markup;

/** Pieces of a page. Whatever is called text or name is escaped here. */
public final class Html {
    private Html() {}

    /** Returns a link. */
    static String link(String address, String text) {
        return "<a href=\"%s\">%s</a>".formatted(Markup.escape(address), Markup.escape(text));
    }

    /** Returns a number that stands out, with what it is below. */
    static String tile(String number, String what) {
        return "<div class=\"tile\"><b>%s</b><span>%s</span></div>"
                .formatted(Markup.escape(number), Markup.escape(what));
    }

    /** Returns pieces in a container of that class. */
    static String group(String cssClass, List<String> pieces) {
        return "<div class=\"%s\">\n%s\n</div>\n".formatted(cssClass, String.join("\n", pieces));
    }

    /** Returns a picture with what it shows below it. */
    static String picture(byte[] png, String caption) {
        return "<figure><img alt=\"%s\" src=\"data:image/png;base64,%s\"><figcaption>%s</figcaption></figure>"
                .formatted(Markup.escape(caption), Base64.getEncoder().encodeToString(png), Markup.escape(caption));
    }
}
