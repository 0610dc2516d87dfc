package org.meanfield.image;

import java.util.ArrayList;
import java.util.List;

/** The pixels of a JPEG picture whose components have been decoded. */
final class JpegRows implements PictureRows {
    private static final int MOST = 255;

    /** The colour space of the components. */
    enum Colours {
        GREY,
        RGB,
        /** Luma and the colour differences of blue and red (YCbCr). */
        YCC,
        /** CMYK, inverted, as Adobe's programs write it. */
        CMYK,
        /** Inverted CMYK with the first three components as luma and colour differences. */
        YCCK
    }

    private final List<JpegUpsampling> components = new ArrayList<>();
    private final int width;
    private final Colours colours;
    private final int[] levels;
    private int y;

    JpegRows(List<JpegComponent> components, int width, Colours colours) {
        int across = components.stream().mapToInt(JpegComponent::across).max().orElse(1);
        int down = components.stream().mapToInt(JpegComponent::down).max().orElse(1);
        components.forEach(
                each -> this.components.add(new JpegUpsampling(each, across / each.across(), down / each.down())));
        this.width = width;
        this.colours = colours;
        this.levels = new int[components.size() * width];
    }

    @Override
    public int channels() {
        return colours == Colours.GREY ? 1 : 3;
    }

    @Override
    public void next(byte[][] row) {
        for (int i = 0; i < components.size(); i++) {
            components.get(i).read(y, levels, i * width, width);
        }
        if (colours == Colours.YCC || colours == Colours.YCCK) {
            JpegColours.toRgb(levels, width);
        }
        if (colours == Colours.CMYK || colours == Colours.YCCK) {
            mixInks();
        }
        for (int channel = 0; channel < row.length; channel++) {
            for (int x = 0; x < width; x++) {
                row[channel][x] = (byte) levels[channel * width + x];
            }
        }
        y++;
    }

    /** Converts CMYK to RGB as Pillow does. */
    private void mixInks() {
        for (int x = 0; x < width; x++) {
            int light = levels[3 * width + x];
            for (int channel = 0; channel < 3; channel++) {
                int at = channel * width + x;
                // The colours of YCCK are what is left of the light.
                int ink = colours == Colours.YCCK ? levels[at] : MOST - levels[at];
                int product = ink * light + 128;
                levels[at] = Math.max(0, light - ((product + (product >> 8)) >> 8));
            }
        }
    }
}
