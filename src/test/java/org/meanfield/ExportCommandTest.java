package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanfield.testing.Jobs;
import org.meanfield.testing.SavedModels;

/** What is in the files, {@code ModelExportTest} and {@code ModelFilesTest} hold. */
final class ExportCommandTest {
    @TempDir
    private static Path output;

    private static String model;

    @BeforeAll
    static void write() {
        model = SavedModels.write(output, Jobs.tiny()).folder();
    }

    @ParameterizedTest
    @CsvSource({
        "--format=onnx, onnx, model.onnx",
        "--pixels=float, onnx, model.onnx",
        "--pixels=uint8, onnx, model-uint8.onnx",
        "--format=dl4j, dl4j, dl4j.zip"
    })
    void writesAFileBesideTheModel(String option, String format, String file) {
        assertThat(CommandRun.of("export", model, option))
                .isEqualTo(new CommandRun(
                        0, "{\"format\":\"%s\",\"file\":\"%s/%s\"}%n".formatted(format, model, file), ""));
        assertThat(Path.of(model, file)).isNotEmptyFile();
    }

    @ParameterizedTest
    @CsvSource({
        "--format=tflite, --format is tflite but must be onnx or dl4j",
        "--pixels=int8, --pixels is int8 but must be float or uint8"
    })
    void wrongOptionsAreOneLine(String option, String message) {
        assertThat(CommandRun.of("export", model, option))
                .isEqualTo(new CommandRun(2, "", "meanfield: %s%n".formatted(message)));
    }

    @Test
    void aModelThatIsNotThereIsOneLine() {
        Path none = output.resolve("none");
        assertThat(CommandRun.of("export", none.toString()))
                .isEqualTo(new CommandRun(
                        2,
                        "",
                        "meanfield: MODEL is %s but must be the folder of a run's model: there is none%n"
                                .formatted(none)));
        assertThat(Files.exists(none)).isFalse();
    }
}
