package org.meanfield.report.chart;

import java.awt.Color;
import java.util.List;
import java.util.Locale;

/**
 * Colours of charts, by purpose. On a page each has a light and a dark variant, in {@code page.css}; PNGs use the light
 * one. Those of series are safe for red-green colour blindness (after Okabe and Ito), and all have a contrast of at
 * least 3 to the background.
 */
public enum ChartColour {
    /** Text and emphasis. */
    TEXT(0x1d2329),
    /** Labels and secondary elements. */
    MUTED(0x5b6670),
    /** Grid lines. */
    RULE(0xd9dee3),
    /** The background. */
    PAPER(0xffffff),
    /** The strongest colour of a heat map. */
    HEAT(0x07407a),
    /** Text on the weaker cells of a heat map. */
    ON_WEAK(0x000000),
    /** Text on the stronger cells of a heat map. */
    ON_STRONG(0xffffff),
    /** Blue. */
    SERIES_0(0x0068b0),
    /** Vermilion. */
    SERIES_1(0xc8500a),
    /** Green. */
    SERIES_2(0x00805d),
    /** Purple. */
    SERIES_3(0xa8457f),
    /** Brown. */
    SERIES_4(0x8a6a00),
    /** Sky. */
    SERIES_5(0x2f8fc4),
    /** Grey. */
    SERIES_6(0x5b6670),
    /** Red. */
    SERIES_7(0xb3261e);

    private static final List<ChartColour> SERIES =
            List.of(SERIES_0, SERIES_1, SERIES_2, SERIES_3, SERIES_4, SERIES_5, SERIES_6, SERIES_7);

    private final Color light;

    ChartColour(int rgb) {
        this.light = new Color(rgb);
    }

    /** Returns the colour of the series of that number, from 0; they repeat after the eighth. */
    public static ChartColour series(int number) {
        return SERIES.get(number % SERIES.size());
    }

    /** Returns its colour on white. */
    Color light() {
        return light;
    }

    /** Returns the name of its CSS variable. */
    String variable() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
