#!/usr/bin/env bash
# Makes target/meanfield.jar and target/spark (a Spark home for machines without one), if they are missing or older than
# what they are made from. Sourced by the other scripts, after machine.sh.
build_if_needed() {
  local root=$1 jar=$1/target/meanfield.jar
  if [[ -f $jar && -d $root/target/spark/jars ]] &&
    [[ -z $(find "$root/pom.xml" "$root/src/main" -newer "$jar" -type f -print -quit) ]]; then
    return
  fi
  command -v mvn >/dev/null ||
    refuse 1 "There is no Maven (mvn), which makes target/meanfield.jar: install it, or copy target from a built clone"
  require_java
  writable "$root/target" ||
    refuse 1 "$root/target cannot be written, and target/meanfield.jar is missing or old: build it in a clone that can be"
  echo "Building target/meanfield.jar (the first time, Maven fetches what it needs) …" >&2
  (cd "$root" && mvn --batch-mode --quiet -DskipTests -Dspotless.check.skip -Dmaven.javadoc.skip -Dmaven.source.skip package) >&2
}

# Sets SPARK_COMMAND to what Spark's own launcher, which knows the memory settings and what Java 17 needs, would run for a
# class and its arguments; as bin/spark-class of a Spark installation.
spark_class() {
  local argument
  # For the launcher here, and for the one with which a worker starts its executors.
  export SPARK_SCALA_VERSION=2.12
  SPARK_COMMAND=()
  while IFS= read -r -d '' argument; do
    SPARK_COMMAND+=("${argument#$'\n'}")
  done < <("${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main "$@")
  # The first one is the launcher's sign that the command follows.
  SPARK_COMMAND=("${SPARK_COMMAND[@]:1}")
  if ((${#SPARK_COMMAND[@]} == 0)); then
    return 1 # it has said why
  fi
}
