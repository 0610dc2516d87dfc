#!/usr/bin/env bash
# An archive of the classes that a start loads (application class data sharing), with which Java neither looks for them in 150 jars nor
# checks them again. Sourced by submit.sh, after build.sh.

# Lets SPARK_COMMAND, of the Spark that Maven fetches, take its classes from the archive, which the first start makes. An empty file stands for
# one that could not be made, so that no later start tries again.
use_class_archive() { # PROJECT
  local archive=$OWN_SPARK/classes.jsa
  only_known_settings || return 0
  [[ $archive -nt $JAR ]] || make_class_archive "$1" "$archive"
  [[ ! -s $archive ]] || with_classes "-XX:SharedArchiveFile=$archive"
}

# Java archives nothing where a folder is on the class path, as that of the settings is. Spark finds spark-defaults.conf without, and
# log4j2.properties can be named; any other file there is for the class path, as are the folders that Hadoop's variables add.
only_known_settings() {
  local file
  for file in "$SPARK_CONF_DIR"/*; do
    [[ ${file##*/} == @(spark-defaults.conf|log4j2.properties) ]] || return 1
  done
  [[ ${SPARK_COMMAND[1]} == -cp && ${SPARK_COMMAND[2]} == "$SPARK_CONF_DIR/:$OWN_SPARK/jars/*" ]]
}

# Puts the jar behind Spark's, where Spark's own class loader would look too, in place of the folder of settings.
with_classes() { # JAVA_OPTION
  local switches=("$1" -Xlog:disable -Xlog:all=error:stderr) # an archive that does not fit, as of another Java, is ignored without a word
  if [[ -f $SPARK_CONF_DIR/log4j2.properties ]]; then
    switches+=("-Dlog4j2.configurationFile=$SPARK_CONF_DIR/log4j2.properties")
  fi
  SPARK_COMMAND=("${SPARK_COMMAND[0]}" -cp "$OWN_SPARK/jars/*:$JAR" "${switches[@]}" "${SPARK_COMMAND[@]:3}")
}

# Runs a training of seconds with the project's own settings; Java writes the classes at its end.
make_class_archive() { # PROJECT ARCHIVE
  writable "${2%/*}" || return 0
  echo "Archiving classes, for faster starts (once) …" >&2
  (
    folder=$(mktemp -d)
    trap 'rm -rf "$folder" "$2.$$"' EXIT
    local SPARK_CONF_DIR=$1/conf/local
    spark_class org.apache.spark.deploy.SparkSubmit --master "local[2]" --class org.meanfield.Main "$JAR" \
      train "$1/jobs/quickstart.yaml" --quiet --output "$folder/out" \
      --set data.train=64 --set data.validation=32 --set data.test=32 --set train.epochs=1
    with_classes "-XX:ArchiveClassesAtExit=$2.$$"
    code=0
    "${SPARK_COMMAND[@]}" >"$folder/log" 2>&1 || code=$?
    if ((code == 130 || code == 143)); then
      exit "$code" # stopped, as the user's own command is then
    elif [[ $code != 0 || ! -s $2.$$ ]]; then
      echo "There is none: $(tail -n 1 "$folder/log")" >&2
      : >"$2.$$"
    fi
    mv -f "$2.$$" "$2"
  )
}
