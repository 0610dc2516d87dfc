package org.meanfield.job.predict;

import java.util.Locale;
import org.meanfield.config.Check;
import org.meanfield.data.PictureReader;

/** The contents of a binary column of images. */
public enum Encoding {
    /** PNG or JPEG files of any size, resized as in training. */
    PICTURE {
        @Override
        void decode(PictureReader reader, String name, byte[] bytes, byte[] target, int offset) {
            reader.read(name, bytes, target, offset);
        }

        @Override
        boolean isLikely(PictureReader reader, byte[] bytes) {
            return PictureReader.isPicture(bytes);
        }
    },
    /** Pixels as unsigned bytes, [channels, height, width] of the model's input. */
    UINT8 {
        @Override
        void decode(PictureReader reader, String name, byte[] bytes, byte[] target, int offset) {
            Check.that(
                    isLikely(reader, bytes),
                    name,
                    String.format(Locale.ROOT, "%,d bytes", bytes.length),
                    String.format(
                            Locale.ROOT, "%,d, an image of %s", reader.shape().size(), reader.shape()));
            System.arraycopy(bytes, 0, target, offset, bytes.length);
        }

        @Override
        boolean isLikely(PictureReader reader, byte[] bytes) {
            return bytes.length == reader.shape().size();
        }
    };

    /**
     * Writes an image to {@code target} from {@code offset}, [channels, height, width] of unsigned bytes.
     *
     * @param name of the image, for messages
     * @throws org.meanfield.config.InvalidInputException if it is corrupt
     */
    abstract void decode(PictureReader reader, String name, byte[] bytes, byte[] target, int offset);

    /** Returns whether bytes look like such an image. */
    abstract boolean isLikely(PictureReader reader, byte[] bytes);
}
