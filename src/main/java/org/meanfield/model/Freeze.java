package org.meanfield.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.meanfield.config.Check;
import org.meanfield.image.ImageShape;
import org.meanfield.model.onednn.FixableParameters;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Layers whose parameters a training leaves as they are, to the bit. A frozen layer has a learning rate of 0, no weight decay and no
 * constraint; its gradient takes no part in clipping, and a frozen batch norm computes as in inference and keeps its running statistics.
 * Gradients pass through frozen layers to those before them. Dropout is a layer of its own, which freezing does not change.
 *
 * <p>The configuration itself says which layers are frozen, so that every learner made from it knows: their optimizer is a plain gradient
 * descent of rate 0, which no {@code optimizer} of a job is.
 */
public final class Freeze {
    private static final String KEY = "freeze";
    private static final Sgd STILL = new Sgd(0);

    private Freeze() {}

    /**
     * Returns a configuration in which layers are frozen.
     *
     * @param names of layers with parameters, as {@code summary} prints them; {@code *} in one stands for any characters, or none
     * @throws org.meanfield.config.InvalidInputException if one names no layer with parameters, or no layer is left to be trained
     */
    public static ComputationGraphConfiguration layers(ComputationGraphConfiguration network, List<String> names) {
        if (names.isEmpty()) {
            return network;
        }
        ComputationGraphConfiguration copy = network.clone();
        Map<String, BaseLayer> layers = withParameters(copy);
        String known = String.join(", ", layers.keySet());
        for (String name : names) {
            Pattern pattern = pattern(name);
            List<BaseLayer> found = layers.entrySet().stream()
                    .filter(layer -> pattern.matcher(layer.getKey()).matches())
                    .map(Map.Entry::getValue)
                    .toList();
            Check.that(!found.isEmpty(), KEY, name, "a layer with parameters (%s), or several with *".formatted(known));
            found.forEach(Freeze::freeze);
        }
        Check.that(
                layers.values().stream().anyMatch(layer -> !isFrozen(layer.getIUpdater())),
                KEY,
                names,
                "fewer than all layers with parameters (%s)".formatted(known));
        return copy;
    }

    private static Pattern pattern(String name) {
        return Pattern.compile(
                String.join(
                        ".*",
                        List.of(name.split("\\*", -1)).stream()
                                .map(Pattern::quote)
                                .toList()),
                Pattern.DOTALL);
    }

    private static void freeze(BaseLayer layer) {
        layer.setIUpdater(STILL.clone());
        layer.setBiasUpdater(null);
        layer.setRegularization(new ArrayList<>());
        layer.setRegularizationBias(new ArrayList<>());
        layer.setConstraints(null);
    }

    /** Returns whether an optimizer is that of a frozen layer. */
    public static boolean isFrozen(IUpdater optimizer) {
        return STILL.equals(optimizer);
    }

    /** Returns the frozen layers of a network, by name. */
    public static Map<String, BaseLayer> frozen(ComputationGraphConfiguration network) {
        Map<String, BaseLayer> layers = withParameters(network);
        layers.values().removeIf(layer -> !isFrozen(layer.getIUpdater()));
        return layers;
    }

    /** Makes the frozen layers of a configuration, of which one network is made, compute no gradient of their parameters. */
    static void fix(ComputationGraphConfiguration network) {
        frozen(network).values().forEach(layer -> {
            if (layer instanceof FixableParameters fixable) {
                fixable.fixParameters();
            }
        });
    }

    /** Returns how many parameters are trained and how many are frozen, running statistics aside; empty if none are frozen. */
    public static String text(ComputationGraphConfiguration network) {
        Map<String, BaseLayer> frozen = frozen(network);
        long still = parameters(frozen);
        return frozen.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%,d parameters are trained, %,d are frozen: %s",
                        parameters(withParameters(network)) - still,
                        still,
                        String.join(", ", frozen.keySet()));
    }

    /**
     * Returns a table of the layers of a network, and of which of them are frozen.
     *
     * @param freeze as in {@link #layers}
     * @throws org.meanfield.config.InvalidInputException if images of this shape do not fit the architecture, or as {@link #layers}
     */
    public static String table(Architecture architecture, List<String> freeze, ImageShape input, int classes) {
        ComputationGraphConfiguration network =
                layers(Networks.configuration(architecture, input, classes, UnaryOperator.identity()), freeze);
        return ModelSummary.of(network, input).table()
                + (freeze.isEmpty() ? "" : text(network) + System.lineSeparator());
    }

    private static long parameters(Map<String, BaseLayer> layers) {
        return layers.values().stream()
                .mapToLong(layer -> layer.initializer().numParams(layer) - ModelSummary.statistics(layer))
                .sum();
    }

    private static Map<String, BaseLayer> withParameters(ComputationGraphConfiguration network) {
        Map<String, BaseLayer> layers = new LinkedHashMap<>();
        network.getVertices().forEach((name, vertex) -> {
            if (vertex instanceof LayerVertex layer
                    && layer.getLayerConf().getLayer() instanceof BaseLayer base
                    && base.initializer().numParams(base) > 0) {
                layers.put(name, base);
            }
        });
        return layers;
    }
}
