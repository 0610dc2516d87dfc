package org.meanfield.report;

import java.util.Base64;
import java.util.List;

/** Pieces of a page. Whatever is called text or name is escaped here; markup is made here and nowhere else. */
public final class Html {
    private Html() {}

    /** Returns {@code text} so that a browser shows it as it is, in an element and in an attribute in quotes. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** Returns a link. */
    static String link(String address, String text) {
        return "<a href=\"%s\">%s</a>".formatted(escape(address), escape(text));
    }

    /** Returns a number that stands out, with what it is below. */
    static String tile(String number, String what) {
        return "<div class=\"tile\"><b>%s</b><span>%s</span></div>".formatted(escape(number), escape(what));
    }

    /** Returns pieces in a container of that class. */
    static String group(String cssClass, List<String> pieces) {
        return "<div class=\"%s\">\n%s\n</div>\n".formatted(cssClass, String.join("\n", pieces));
    }

    /** Returns a picture with what it shows below it. */
    static String picture(byte[] png, String caption) {
        return "<figure><img alt=\"%s\" src=\"data:image/png;base64,%s\"><figcaption>%s</figcaption></figure>"
                .formatted(escape(caption), Base64.getEncoder().encodeToString(png), escape(caption));
    }
}
