package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
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
        for (String name :
                List.of("build.sh", "class-archive.sh", "cluster.sh", "cluster-mode.sh", "machine.sh", "submit.sh")) {
            Files.copy(Path.of("deploy", name), project.resolve("deploy").resolve(name));
        }
        Files.createFile(project.resolve("pom.xml"));
        Files.createFile(project.resolve("target/meanfield.jar"));
        home = project.resolve("home");
        executable("home/bin/spark-submit", "echo \"$SPARK_CONF_DIR\" $@\nenv >&2");
    }

    @Test
    void aSparkInstallationWithSettingsKeepsThem() throws IOException {
        String ours = project.resolve("conf/local").toString();
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

    @Test
    void eachKindOfClusterHasSettings() throws IOException {
        for (String module : List.of("yarn", "kubernetes")) {
            Files.createDirectories(home.resolve("jars"));
            Files.createFile(home.resolve("jars/spark-%s_2.12-3.5.8.jar".formatted(module)));
        }
        Map<String, String> kinds = Map.of(
                "spark://host:7077",
                "standalone",
                "yarn",
                "yarn",
                "k8s://https://host",
                "kubernetes",
                "local[3]",
                "local");
        kinds.forEach((master, kind) -> {
            Program.Result run = submit(
                    Map.of("HADOOP_CONF_DIR", "/etc/hadoop"),
                    script("submit"),
                    "--master",
                    master,
                    "train",
                    "job.yaml");
            assertThat(run.out()).as(master).startsWith("%s/conf/%s --master %s ".formatted(project, kind, master));
        });
    }

    @Test
    void aMasterThatSparkHasNoModuleForIsRefused() throws IOException {
        String problem = "--master is %s but there is no spark-%s in %s: "
                + "set SPARK_HOME to the folder of a Spark 3.5 (Scala 2.12) or 4 that has it\n";
        assertThat(submit(Map.of(), script("submit"), "--master", "yarn", "train", "job.yaml"))
                .isEqualTo(refused(2, problem.formatted("yarn", "yarn", home)));
        assertThat(submit(Map.of("SPARK_HOME", ""), script("submit"), "--master=k8s://h", "train", "job.yaml"))
                .isEqualTo(refused(2, problem.formatted("k8s://h", "kubernetes", "the Spark that Maven fetches")));
        Files.createDirectories(home.resolve("jars"));
        Files.createFile(home.resolve("jars/spark-yarn_2.12-3.5.8.jar"));
        assertThat(submit(Map.of(), script("submit"), "--master", "yarn", "train", "job.yaml"))
                .isEqualTo(
                        refused(
                                2,
                                "HADOOP_CONF_DIR is not set but must be the folder with yarn-site.xml, which says where YARN is\n"));
    }

    @Test
    void inClusterModeTheJobFileGoesWithTheDriver() throws IOException {
        Path job = Files.writeString(project.resolve("job.yaml"), "name: x\n");
        Files.createDirectories(home.resolve("jars"));
        Files.createFile(home.resolve("jars/spark-yarn_2.12-3.5.8.jar"));
        String[] command = {
            script("submit"),
            "--deploy-mode",
            "cluster",
            "--files",
            "a.txt",
            "--master",
            "yarn",
            "train",
            job.toString()
        };
        assertThat(submit(Map.of("HADOOP_CONF_DIR", "/etc/hadoop"), command).out())
                .endsWith(
                        " --deploy-mode cluster --master yarn --files a.txt,%s --class org.meanfield.Main %s/target/meanfield.jar train job.yaml\n"
                                .formatted(job, project));
    }

    @Test
    void theJarIsThatForTheSparkThatIsThere() throws IOException {
        Files.createFile(project.resolve("target/meanfield-spark4.jar"));
        Files.createDirectories(project.resolve("target/spark4/jars"));
        String another = "MEANFIELD_SPARK is 5 but must be 3 or 4\n";
        assertThat(submit(Map.of("MEANFIELD_SPARK", "5", "SPARK_HOME", ""))).isEqualTo(refused(2, another));
        assertThat(submit(Map.of("MEANFIELD_SPARK", "4")).out()).contains("/target/meanfield.jar");
        Files.createDirectories(home.resolve("jars"));
        Files.createFile(home.resolve("jars/spark-core_2.13-4.2.0.jar"));
        assertThat(submit(Map.of()).out()).contains("/target/meanfield-spark4.jar");
    }

    /** Its client ends with 0 whatever came of the driver. */
    @Test
    void theEndOfAStandaloneClustersDriverIsTheEndOfTheScript() throws IOException {
        Map<String, Integer> codes = Map.of("FINISHED", 0, "FAILED", 1, "ERROR", 1, "KILLED", 1);
        for (Map.Entry<String, Integer> end : codes.entrySet()) {
            executable(
                    "home/bin/spark-submit",
                    "echo 'INFO ClientEndpoint: State of driver driver-20261130194500-0000 is %s, exiting' >&2"
                            .formatted(end.getKey()));
            Program.Result run = submit(
                    Map.of(),
                    script("submit"),
                    "--master",
                    "spark://h:1",
                    "--deploy-mode=cluster",
                    "train",
                    "job.yaml");
            assertThat(run.code()).as(run.err()).isEqualTo(end.getValue());
        }
        executable("home/bin/spark-submit", "exit 255");
        assertThat(submit(Map.of(), script("submit"), "--master", "spark://h:1", "--deploy-mode=cluster", "train", "x")
                        .code())
                .isEqualTo(255);
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

    @Test
    void shellcheckFindsNothing() {
        assumeTrue(has("shellcheck"), "shellcheck is not installed");
        assertThat(Program.run("bash", "-c", "shellcheck -x deploy/*.sh deploy/kubernetes/*.sh src/bench/*.sh .ci/run"))
                .isEqualTo(new Program.Result(0, "", ""));
    }

    @Test
    void theProjectIsFoundThroughALinkAndWhateverCdpathIs() throws IOException {
        Path link = Files.createSymbolicLink(project.resolve("train"), project.resolve("deploy/submit.sh"));
        assertThat(submit(Map.of(), link.toString()).out()).contains(project + "/target/meanfield.jar");
        Program.Result run = submit(Map.of("CDPATH", "."), "bash", "-c", "cd \"$0\" && deploy/submit.sh", "" + project);
        assertThat(run.out()).contains(project + "/target/meanfield.jar");
    }

    @Test
    void theLocaleBecomesUtf8() {
        assertThat(submit(Map.of("LC_ALL", "C")).err()).containsPattern("(?m)^LC_ALL=C.UTF-8$");
        assertThat(submit(Map.of("LC_ALL", "no_WHERE.UTF-8")).err()).containsPattern("(?m)^LC_ALL=C.UTF-8$");
        assertThat(submit(Map.of("LC_ALL", "", "LANG", "C.UTF-8")).err()).containsPattern("(?m)^LC_ALL=$");
    }

    @Test
    void aSparkHomeThatIsNoneIsNamed() {
        String problem = " but must be the folder of Spark: it has no %s (unset it for the Spark that Maven fetches)\n";
        assertThat(submit(Map.of("SPARK_HOME", "/opt/gone")))
                .isEqualTo(refused(2, "SPARK_HOME is /opt/gone" + problem.formatted("bin/spark-submit")));
        assertThat(Program.run(Map.of("SPARK_HOME", "/opt/gone"), List.of(script("cluster"), "start")))
                .isEqualTo(refused(2, "SPARK_HOME is /opt/gone" + problem.formatted("jars")));
    }

    @Test
    void anotherJavaOrNoneIsNamed() throws IOException {
        assertThat(submit(Map.of("JAVA_HOME", home.toString())))
                .isEqualTo(refused(
                        2, "JAVA_HOME is %s but must be the folder of Java 17: it has no bin/java\n".formatted(home)));
        executable("home/bin/java", "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");
        assertThat(submit(Map.of("JAVA_HOME", home.toString())))
                .isEqualTo(refused(
                        2,
                        "%s/bin/java is not Java 17, which Spark needs: set JAVA_HOME to the folder of Java 17\n"
                                .formatted(home)));
        Map<String, String> none = Map.of(
                "JAVA_HOME", "", "PATH", tools("locale", "readlink", "bash").toString());
        assertThat(submit(none))
                .isEqualTo(refused(1, "There is no Java: install Java 17, or set JAVA_HOME to its folder\n"));
    }

    @Test
    void withoutMavenNothingCanBeBuilt() throws IOException {
        Files.delete(project.resolve("target/meanfield.jar"));
        Path tools = tools("bash", "locale", "readlink", "grep", "mktemp", "head", "rm", "getent", "uname");
        assertThat(submit(Map.of("PATH", tools.toString())))
                .isEqualTo(refused(
                        1,
                        "There is no Maven (mvn), which makes target/meanfield.jar: install it, "
                                + "or copy target from a built clone\n"));
    }

    @Test
    void aTemporaryFolderThatIsAbsentOrFullIsNamed() {
        String help = ": make room in it, or set TMPDIR to another folder\n";
        assertThat(submit(Map.of("TMPDIR", "/no/where"))).isEqualTo(refused(1, "/no/where cannot be written" + help));
        Program.Result run = unshared("--mount", "mount -t tmpfs -o size=64k none /mnt && TMPDIR=/mnt");
        assertThat(run).isEqualTo(refused(1, "/mnt is full" + help));
    }

    @Test
    void aCloneThatCannotBeWrittenIsNotBuiltIn() throws IOException {
        Files.delete(project.resolve("target/meanfield.jar"));
        assertThat(unshared("--mount", "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && "))
                .isEqualTo(refused(
                        1,
                        project + "/target cannot be written, and target/meanfield.jar is missing or old: "
                                + "build it in a clone that can be\n"));
    }

    @Test
    void aHostWithoutAnAddressIsThisOneUnlessThereIsACluster() {
        assertThat(unshared("--uts", "hostname no.such.host.invalid &&").err())
                .contains("SPARK_LOCAL_IP=127.0.0.1\n", "SPARK_LOCAL_HOSTNAME=localhost\n");
        assertThat(unshared("--uts", "hostname no.such.host.invalid &&", "--master", "yarn"))
                .isEqualTo(refused(
                        1,
                        "The name of this machine, no.such.host.invalid, has no address: "
                                + "set SPARK_LOCAL_IP to one that the cluster reaches\n"));
    }

    @Test
    void aUserWithoutANameGetsOneAndAHome() throws IOException {
        assumeTrue(has("setpriv") && isRoot(), "only root becomes another user");
        Files.setPosixFilePermissions(project, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path temporary = Files.createDirectory(project.resolve("temporary"));
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwxrwx"));
        List<String> command = List.of("setpriv", "--reuid=64321", "--regid=64321", "--clear-groups", script("submit"));
        // The last one is there but is root's.
        for (String none : List.of("", "/", "/no/where", project.toString())) {
            Map<String, String> environment =
                    Map.of("HOME", none, "SPARK_HOME", home.toString(), "TMPDIR", temporary.toString());
            assertThat(Program.run(environment, command).err())
                    .contains("HADOOP_USER_NAME=64321\n")
                    .contains("-Duser.home=\"%s/meanfield-home-64321\"".formatted(temporary));
            assertThat(temporary.resolve("meanfield-home-64321")).isEmptyDirectory();
        }
    }

    private String script(String name) {
        return project.resolve("deploy").resolve(name + ".sh").toString();
    }

    private static Program.Result refused(int code, String line) {
        return new Program.Result(code, "", line);
    }

    @Test
    void classesComeFromAnArchiveWhereOnlyJarsAreOnTheClassPath() throws IOException {
        Path settings = Files.createDirectories(project.resolve("settings"));
        Files.createFile(settings.resolve("spark-defaults.conf"));
        Path archive = Files.writeString(project.resolve("target/spark/classes.jsa"), "classes");
        String usual = "java -cp %s/:%s/jars/* -Xmx1g Main".formatted(settings, archive.getParent());
        String faster =
                "java -cp %1$s/jars/*:%2$s/target/meanfield.jar -XX:SharedArchiveFile=%3$s -Xlog:disable -Xlog:all=error:stderr"
                        .formatted(archive.getParent(), project, archive);

        assertThat(withArchive(usual)).isEqualTo(faster + " -Xmx1g Main");
        Path log = Files.createFile(settings.resolve("log4j2.properties"));
        assertThat(withArchive(usual)).isEqualTo(faster + " -Dlog4j2.configurationFile=" + log + " -Xmx1g Main");
        String hadoop = usual.replace("/jars/*", "/jars/*:/etc/hadoop");
        assertThat(withArchive(hadoop)).isEqualTo(hadoop);
        Path sites = Files.createFile(settings.resolve("core-site.xml"));
        assertThat(withArchive(usual)).isEqualTo(usual);
        Files.delete(sites);
        Files.writeString(archive, "");
        assertThat(withArchive(usual)).as("where none could be made").isEqualTo(usual);
    }

    private String withArchive(String command) {
        String script =
                """
                set -euo pipefail
                cd "$0"
                source deploy/machine.sh && source deploy/build.sh && source deploy/class-archive.sh
                choose_spark "$0"
                set -f
                SPARK_COMMAND=($1)
                set +f
                use_class_archive "$0"
                echo "${SPARK_COMMAND[*]}"
                """;
        Program.Result run = Program.run(
                Map.of("SPARK_CONF_DIR", project.resolve("settings").toString()),
                List.of("bash", "-c", script, project.toString(), command));
        assertThat(run.err()).isEmpty();
        return run.out().strip();
    }

    private Program.Result submit(Map<String, String> environment, String... command) {
        Map<String, String> all = new HashMap<>(Map.of("SPARK_HOME", home.toString()));
        all.putAll(environment);
        return Program.run(all, command.length == 0 ? List.of(script("submit")) : List.of(command));
    }

    /** Runs the script in a namespace of its own, in which {@code change} is made first. */
    private Program.Result unshared(String namespace, String change, String... options) {
        assumeTrue(
                isRoot() && Program.run("unshare", namespace, "true").code() == 0,
                "only root, and not in every container, gets namespaces");
        String line = change + " \"$0/deploy/submit.sh\" \"$@\"";
        List<String> command = new ArrayList<>(List.of("unshare", namespace, "bash", "-c", line, project.toString()));
        command.addAll(List.of(options));
        return submit(Map.of(), command.toArray(String[]::new));
    }

    /** Returns a folder with nothing but these programs. */
    private Path tools(String... names) throws IOException {
        Files.createDirectory(project.resolve("tools"));
        for (String name : names) {
            String found = Program.run("bash", "-c", "type -P " + name).out().strip();
            executable("tools/" + name, "exec %s \"$@\"".formatted(found));
        }
        return project.resolve("tools");
    }

    private void executable(String name, String content) throws IOException {
        Path file = Files.writeString(project.resolve(name), "#!/bin/sh\n" + content + "\n");
        assertThat(file.toFile().setExecutable(true, false)).isTrue();
    }

    private static boolean has(String program) {
        return Program.run("bash", "-c", "type -P " + program).code() == 0;
    }

    private static boolean isRoot() {
        return Program.run("id", "-u").out().equals("0\n");
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
