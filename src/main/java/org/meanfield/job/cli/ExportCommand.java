package org.meanfield.job.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.meanfield.config.Names;
import org.meanfield.config.Versions;
import org.meanfield.job.common.JsonLine;
import org.meanfield.model.InstructionSet;
import org.meanfield.model.NativeLibrary;
import org.meanfield.model.onnx.PixelType;
import org.meanfield.storage.Storage;
import org.meanfield.train.checkpoint.ModelExport;
import org.meanfield.train.checkpoint.ModelFiles;
import org.meanfield.train.checkpoint.TrainedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code export}: writes a trained model for other programs. */
@Command(
        name = "export",
        description = {
            "Write a trained model as a file that other programs load without Meanfield, into the model's folder.",
            "ONNX (opset 13) takes pixels in [0, 255] and returns probabilities: the normalization is inside."
        },
        footer = {"", "Example: deploy/submit.sh export meanfield-out/models/quickstart-0123abcd --format onnx"})
public final class ExportCommand extends StandardHelp implements Callable<Integer> {
    /** The formats. */
    private enum Format {
        ONNX,
        DL4J
    }

    @Parameters(
            paramLabel = "MODEL",
            description = "The folder of the model, DIR/models/RUN_ID: local, hdfs:// or s3a://.")
    private String model;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "onnx",
            description =
                    "The format: onnx, or dl4j for dl4j.zip, as train --export writes it (default: ${DEFAULT-VALUE}).")
    private String format;

    @Option(
            names = "--pixels",
            paramLabel = "TYPE",
            defaultValue = "float",
            description = "The type of the ONNX model's input: float or uint8 (default: ${DEFAULT-VALUE}).")
    private String pixels;

    @Override
    public Integer call() {
        Format chosen = Choice.of("--format", format, Format.class);
        PixelType type = Choice.of("--pixels", pixels, PixelType.class);
        Storage.configure(SparkHadoopUtil.get().newConfiguration(new SparkConf()));
        NativeLibrary.load(InstructionSet.widest());
        TrainedModel trained = ModelFiles.read("MODEL", Storage.absolute(model));
        String file = chosen == Format.ONNX
                ? ModelExport.onnx(trained, type, Versions.of("meanfield"))
                : ModelExport.dl4j(trained);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("format", Names.of(chosen));
        json.put("file", file);
        System.out.println(JsonLine.of(json));
        return ExitCode.OK;
    }
}
