package org.meanfield.model;

import java.io.Serializable;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.image.ImageShape;

/**
 * A convolutional network in the manner of VGG (Simonyan and Zisserman 2015): blocks of convolutions, each ending in a
 * pooling, then fully connected layers or, as in later networks, global average pooling.
 *
 * @param blocks the convolutional part, in order
 * @param features the input of the fully connected part: pixels or channel means
 * @param dense the number of units of each fully connected layer before the output
 * @param dropout the probability that a unit of a fully connected layer is dropped in a training step, in [0, 1)
 * @param activation the activation of convolutions and fully connected layers
 * @param width what the filters of every convolution and the units of every fully connected layer are multiplied by, and
 *     rounded to whole ones
 */
public record Cnn(
        List<Block> blocks,
        @Default("pixels") Features features,
        @Default("[128]") List<Integer> dense,
        @Default("0") double dropout,
        @Default("relu") Activation activation,
        @Default(value = "1", omitted = true) double width)
        implements Architecture {
    /** Checks the settings. */
    public Cnn {
        blocks = List.copyOf(blocks);
        dense = List.copyOf(dense);
        Check.that(!blocks.isEmpty(), "blocks", blocks, "one block or more");
        Check.that(dense.stream().allMatch(units -> units > 0), "dense", dense, "positive numbers");
        Check.that(dropout >= 0 && dropout < 1, "dropout", dropout, "in [0, 1)");
        Width.check(width, blocks.stream().map(Block::filters).toList());
        Width.check(width, dense);
    }

    /** The input of the fully connected part. */
    public enum Features {
        /** Every pixel of every channel. */
        PIXELS,
        /**
         * The mean of each channel over its pixels (Lin, Chen and Yan 2014): global average pooling, with far fewer
         * weights.
         */
        GLOBAL_AVERAGE
    }

    /**
     * Convolutions at one resolution, each followed by an optional batch norm and the activation; then max pooling,
     * then dropout.
     *
     * @param filters the output channels of each convolution
     * @param convolutions the number of convolutions
     * @param kernel the side of the kernels in pixels, odd; the image keeps its size (padding with zeros)
     * @param batchNorm whether the output of each convolution is normalized (Ioffe and Szegedy 2015)
     * @param pool the side and the stride of the pooling in pixels; 1 is no pooling
     * @param dropout the probability that a value is dropped in a training step, in [0, 1)
     */
    public record Block(
            int filters,
            @Default("1") int convolutions,
            @Default("3") int kernel,
            @Default("false") boolean batchNorm,
            @Default("2") int pool,
            @Default("0") double dropout)
            implements Serializable {
        /** Checks the settings. */
        public Block {
            Check.that(filters > 0, "filters", filters, "positive");
            Check.that(convolutions > 0, "convolutions", convolutions, "positive");
            Check.that(kernel > 0 && kernel % 2 == 1, "kernel", kernel, "positive and odd");
            Check.that(pool > 0, "pool", pool, "positive");
            Check.that(dropout >= 0 && dropout < 1, "dropout", dropout, "in [0, 1)");
        }
    }

    @Override
    public void addLayers(GraphBuilder graph, ImageShape input, int classes) {
        checkPooling(input);
        LayerStack stack = new LayerStack(graph, input);
        for (Block block : blocks) {
            for (int i = 0; i < block.convolutions; i++) {
                stack.convolution(Width.of(block.filters, width), block.kernel, block.batchNorm, activation);
            }
            stack.pool(block.pool);
            stack.dropout(block.dropout);
        }
        if (features == Features.GLOBAL_AVERAGE) {
            stack.globalAverage();
        }
        for (int units : dense) {
            stack.dense(Width.of(units, width), activation);
            stack.dropout(dropout);
        }
        stack.output(classes);
    }

    private void checkPooling(ImageShape input) {
        int height = input.height();
        int width = input.width();
        for (int i = 0; i < blocks.size(); i++) {
            int pool = blocks.get(i).pool;
            Check.that(
                    pool <= Math.min(height, width),
                    "pool of block " + (i + 1),
                    pool,
                    "at most %d: images of %s are %d×%d pixels there"
                            .formatted(Math.min(height, width), input, height, width));
            height /= pool;
            width /= pool;
        }
    }
}
