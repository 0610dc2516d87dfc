package org.meanfield.model;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.image.ImageShape;

/**
 * A residual network for small images (He, Zhang, Ren and Sun 2016, section 4.2): a convolution, stages of basic
 * blocks, global average pooling, the output layer. With n blocks in each of three stages it has 6n + 2 layers with
 * weights.
 *
 * <p>A basic block is two convolutions of 3×3, each with a batch norm; the block's input is added to the output of the
 * second, followed by a ReLU. The first block of each stage but the first has stride 2; there, and where the number of
 * channels changes, the shortcut is a convolution of 1×1 with a batch norm (option B of the paper), so that shapes
 * match.
 *
 * @param stages the channels of each stage; the first is also that of the convolution before them
 * @param blocks the basic blocks of each stage
 * @param dropout the probability that a channel's mean is dropped in a training step, in [0, 1)
 */
public record Resnet(
        @Default("[16, 32, 64]") List<Integer> stages, @Default("3") int blocks, @Default("0") double dropout)
        implements Architecture {
    private static final int KERNEL = 3;

    /** Checks the settings. */
    public Resnet {
        stages = List.copyOf(stages);
        Check.that(
                !stages.isEmpty() && stages.stream().allMatch(filters -> filters > 0),
                "stages",
                stages,
                "one positive number or more");
        Check.that(blocks > 0, "blocks", blocks, "positive");
        Check.that(dropout >= 0 && dropout < 1, "dropout", dropout, "in [0, 1)");
    }

    @Override
    public void addLayers(GraphBuilder graph, ImageShape input, int classes) {
        LayerStack stack = new LayerStack(graph, input);
        stack.convolution(stages.get(0), KERNEL, true, Activation.RELU);
        for (int stage = 0; stage < stages.size(); stage++) {
            for (int block = 0; block < blocks; block++) {
                addBlock(stack, stages.get(stage), stage > 0 && block == 0 ? 2 : 1);
            }
        }
        stack.globalAverage();
        stack.dropout(dropout);
        stack.output(classes);
    }

    private static void addBlock(LayerStack stack, int filters, int stride) {
        LayerStack.Output before = stack.top();
        stack.convolution(filters, KERNEL, stride, true, Activation.RELU);
        stack.convolution(filters, KERNEL, true, Activation.IDENTITY);
        LayerStack.Output changed = stack.top();
        stack.from(before);
        if (!before.images().equals(changed.images())) {
            stack.convolution(filters, 1, stride, true, Activation.IDENTITY);
        }
        stack.sum(changed);
    }
}
