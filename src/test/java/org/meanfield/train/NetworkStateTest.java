package org.meanfield.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/** ND4J's own way, number by number, says what is in a network. */
final class NetworkStateTest {
    private static final int PARAMETERS = 3 * 4 + 4 + 4 * 2 + 2;

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void everyNumberGoesToItsPlaceAndBack(DataType type) {
        MultiLayerNetwork network = network(type, new Adam(0.001));
        State state = new State(values(PARAMETERS, 0.5f), values(2 * PARAMETERS, -7), 12);

        NetworkState.load(state, network);

        for (int i = 0; i < PARAMETERS; i++) {
            assertThat(network.params().getFloat(i)).isEqualTo(state.parameters()[i]);
            assertThat(network.updaterState().getFloat(i)).isEqualTo(state.updater()[i]);
            assertThat(network.updaterState().getFloat(PARAMETERS + i)).isEqualTo(state.updater()[PARAMETERS + i]);
        }
        assertThat(network.getParam("0_W").getFloat(0, 0)).isEqualTo(0.5f);
        assertThat(network.getParam("1_b").getFloat(1)).isEqualTo(state.parameters()[PARAMETERS - 1]);
        assertThat(NetworkState.of(network, 12)).usingRecursiveComparison().isEqualTo(state);
    }

    @Test
    void whatIsTakenOutIsACopy() {
        MultiLayerNetwork network = network(DataType.FLOAT, new Sgd(1));
        NetworkState.load(new State(values(PARAMETERS, 0), new float[0], 0), network);
        State taken = NetworkState.of(network, 1);
        network.params().assign(9);
        assertThat(taken.parameters()).containsExactly(values(PARAMETERS, 0));
        assertThat(taken.updater()).isEmpty();
    }

    @Test
    void aStateOfAnotherNetworkIsRefused() {
        MultiLayerNetwork network = network(DataType.FLOAT, new Adam(0.001));
        State state = new State(values(PARAMETERS, 0), values(PARAMETERS, 0), 0);
        assertThatThrownBy(() -> NetworkState.load(state, network))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A state of 26 values does not fit a network of 52");
    }

    private static float[] values(int count, float first) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = first + i * 0.25f;
        }
        return values;
    }

    private static MultiLayerNetwork network(DataType type, IUpdater updater) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(type)
                .updater(updater)
                .list(
                        new DenseLayer.Builder().nIn(3).nOut(4).build(),
                        new OutputLayer.Builder().nIn(4).nOut(2).build())
                .build());
        network.init();
        return network;
    }
}
