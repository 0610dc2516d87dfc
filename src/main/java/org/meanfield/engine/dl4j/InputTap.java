package org.meanfield.engine.dl4j;

import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The identity behind a network's input, which keeps the gradient that arrives there: DL4J itself drops it. */
@SuppressWarnings("overrides") // DL4J's vertices, which ours extend, declare setInputs in two ways
final class InputTap extends ScaleVertex {
    private static final long serialVersionUID = 1L;

    InputTap() {
        super(1);
    }

    @Override
    public InputTap clone() {
        return new InputTap();
    }

    @Override
    public GraphVertex instantiate(
            ComputationGraph graph, String name, int index, INDArray parameters, boolean initialize, DataType type) {
        return new Vertex(graph, name, index, type);
    }

    /** The vertex of a network. */
    static final class Vertex extends org.deeplearning4j.nn.graph.vertex.impl.ScaleVertex {
        private static final long serialVersionUID = 1L;

        private transient float[] gradient = {};

        Vertex(ComputationGraph graph, String name, int index, DataType type) {
            super(graph, name, index, 1, type);
        }

        @Override
        public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaces) {
            gradient = getEpsilon().dup('c').data().asFloat();
            return super.doBackward(truncated, workspaces);
        }

        /** Returns the gradient of the last backward pass, in c order. */
        float[] gradient() {
            return gradient;
        }
    }
}
