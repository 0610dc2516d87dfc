#!/usr/bin/env bash
# Makes target/meanfield.jar and target/spark (a Spark home for machines without one), or meanfield-spark4.jar and spark4, if they are
# missing or older than what they are made from. Sourced by the other scripts, after machine.sh.

# Sets JAR, OWN_SPARK (the Spark that Maven fetches) and SCALA: for Spark 4 if SPARK_HOME is one or, where it is not set, with MEANFIELD_SPARK=4.
choose_spark() { # PROJECT
  local generation=${MEANFIELD_SPARK:-3}
  if [[ -n ${SPARK_HOME:-} ]]; then
    generation=3
    if compgen -G "$SPARK_HOME/jars/spark-core_2.13-4.*.jar" >/dev/null; then generation=4; fi
  fi
  case $generation in
    3) JAR=$1/target/meanfield.jar OWN_SPARK=$1/target/spark SCALA=2.12 ;;
    4) JAR=$1/target/meanfield-spark4.jar OWN_SPARK=$1/target/spark4 SCALA=2.13 ;;
    *) refuse 2 "MEANFIELD_SPARK is $generation but must be 3 or 4" ;;
  esac
}

build_if_needed() {
  local root=$1 jar=$JAR name=target/${JAR##*/} profile=()
  [[ $SCALA == 2.12 ]] || profile=(-Dspark4)
  if [[ -f $jar && -d $OWN_SPARK/jars ]] &&
    [[ -z $(find "$root/pom.xml" "$root/src/main" -newer "$jar" -type f -print -quit) ]]; then
    return
  fi
  command -v mvn >/dev/null ||
    refuse 1 "There is no Maven (mvn), which makes $name: install it, or copy target from a built clone"
  require_java
  writable "$root/target" ||
    refuse 1 "$root/target cannot be written, and $name is missing or old: build it in a clone that can be"
  echo "Building $name (the first time, Maven fetches what it needs) …" >&2
  (cd "$root" && mvn "${profile[@]}" --batch-mode --quiet -DskipTests -Dspotless.check.skip -Dmaven.javadoc.skip -Dmaven.source.skip package) >&2
}

# Sets SPARK_COMMAND to what Spark's own launcher, which knows the memory settings and what Java 17 needs, would run for a
# class and its arguments; as bin/spark-class of a Spark installation.
spark_class() {
  local argument
  # For the launcher here, and for the one with which a worker starts its executors.
  export SPARK_SCALA_VERSION=${SCALA:-2.12}
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
