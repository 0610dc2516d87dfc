package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.testing.Program;

/** The scripts in {@code deploy}, in a project that is built already, as far as they get without Spark. */
final class DeployScriptsTest {
    @TempDir
    private Path project;

    private Path home;

    @BeforeEach
    void copyScripts() throws IOException {
        for (String folder :
                List.of("deploy", "src/main", "target/spark/jars", "target/cluster", "home/bin", "home/conf")) {
            Files.createDirectories(project.resolve(folder));
        }
        for (String name : List.of("build.sh", "cluster.sh", "submit.sh")) {
            Files.copy(Path.of("deploy", name), project.resolve("deploy").resolve(name));
        }
        Files.createFile(project.resolve("pom.xml"));
        Files.createFile(project.resolve("target/meanfield.jar"));
        home = project.resolve("home");
        Path submit = Files.writeString(home.resolve("bin/spark-submit"), "#!/bin/sh\necho \"$SPARK_CONF_DIR\" $@\n");
        assertThat(submit.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void aSparkInstallationWithSettingsKeepsThem() throws IOException {
        String ours = project.resolve("conf").toString();
        assertThat(settings(Map.of())).isEqualTo(ours);
        Files.createFile(home.resolve("conf/spark-defaults.conf.template"));
        assertThat(settings(Map.of())).isEqualTo(ours);
        for (String name : List.of("spark-env.sh", "spark-defaults.conf")) {
            Path file = Files.createFile(home.resolve("conf").resolve(name));
            assertThat(settings(Map.of())).as(name).isEmpty();
            assertThat(settings(Map.of("SPARK_CONF_DIR", "/etc/spark"))).isEqualTo("/etc/spark");
            Files.delete(file);
        }
        assertThat(settings(Map.of("SPARK_CONF_DIR", "/etc/spark"))).isEqualTo("/etc/spark");
    }

    /** Process numbers are given again, the more so after a start of the machine. */
    @Test
    void aClusterThatIsGoneIsNotTakenForAnotherProcess() throws IOException {
        Program other = Program.start(Map.of(), List.of("sleep", "60"));
        Files.writeString(project.resolve("target/cluster/master.pid"), other.pid() + "\n");

        assertThat(cluster("status")).isEqualTo(new Program.Result(0, "not running\n", ""));
        assertThat(cluster("stop")).isEqualTo(new Program.Result(0, "", ""));
        assertThat(other.isAlive()).isTrue();
        assertThat(project.resolve("target/cluster")).isEmptyDirectory();
        other.kill();
    }

    /** Returns the folder of settings that {@code spark-submit} is started with. */
    private String settings(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("SPARK_HOME", home.toString());
        Program.Result run =
                Program.run(all, List.of(project.resolve("deploy/submit.sh").toString(), "train", "job.yaml"));
        String started = " --class org.meanfield.Main %s/target/meanfield.jar train job.yaml\n".formatted(project);
        assertThat(run.out()).as(run.err()).endsWith(started);
        return run.out().substring(0, run.out().length() - started.length());
    }

    private Program.Result cluster(String command) {
        return Program.run(project.resolve("deploy/cluster.sh").toString(), command);
    }
}
