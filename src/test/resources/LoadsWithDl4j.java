import java.io.File;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.factory.Nd4j;

/** Loads a network and prints the probability of class 1 for an image of ones. */
public final class LoadsWithDl4j {
    public static void main(String[] arguments) throws Exception {
        ComputationGraph network = ModelSerializer.restoreComputationGraph(new File(arguments[0]));
        System.out.println(network.outputSingle(Nd4j.ones(1, 3, 32, 32)).getDouble(0, 1));
    }
}
