package org.meanfield.corrupt;

import java.util.List;
import org.meanfield.config.Check;

/**
 * The severities of a corruption in the published benchmarks, the default of a job that sets none; as many in each.
 *
 * @param mnist those of MNIST-C
 * @param cifar those of CIFAR-10-C
 * @param tiny those of Tiny ImageNet-C
 * @param imagenet those of ImageNet-C
 */
record Published<L>(List<L> mnist, List<L> cifar, List<L> tiny, List<L> imagenet) {
    /** Creates the severities of a corruption that MNIST-C has taken from ImageNet-C as it is. */
    static <L> Published<L> of(List<L> mnist, List<L> cifar, List<L> tiny) {
        return new Published<>(mnist, cifar, tiny, mnist);
    }

    /** Creates severities that do not depend on the size of the images. */
    static <L> Published<L> same(List<L> levels) {
        return new Published<>(levels, levels, levels, levels);
    }

    /** Returns the number of severities of a job that sets {@code own}, which may be empty. */
    int count(List<L> own) {
        return own.isEmpty() ? mnist.size() : own.size();
    }

    /** Returns the level of a severity, from 1, of a job that sets {@code own}, which may be empty. */
    L level(List<L> own, int severity, Constants constants) {
        Check.that(severity >= 1 && severity <= count(own), "severity", severity, "in 1 … " + count(own));
        return (own.isEmpty() ? of(constants) : own).get(severity - 1);
    }

    private List<L> of(Constants constants) {
        return switch (constants) {
            case MNIST_C -> mnist;
            case CIFAR_10_C -> cifar;
            case TINY_IMAGENET_C -> tiny;
            case IMAGENET_C -> imagenet;
            case BY_SIZE -> throw new IllegalArgumentException("by-size is no benchmark");
        };
    }
}
