#!/usr/bin/env bash
# An archive of the classes that a start loads (application class data sharing), with which Java neither looks for them in 150 jars nor
# checks them again: a third of a start. Sourced by submit.sh, after build.sh.

# Lets SPARK_COMMAND, of the Spark that Maven fetches, take its classes from the archive, which is made at the first start.
use_class_archive() { # PROJECT
  local archive=$OWN_SPARK/classes.jsa
  only_known_settings || return 0
  [[ $archive -nt $JAR ]] || make_class_archive "$1" "$archive" || return 0
  with_classes "-XX:SharedArchiveFile=$archive"
}

# Java archives nothing where a folder is on the class path, as that of the settings is. Spark finds spark-defaults.conf without, and
# log4j2.properties can be named; any other file there is for the class path.
only_known_settings() {
  local file
  for file in "$SPARK_CONF_DIR"/*; do
    [[ ${file##*/} == @(spark-defaults.conf|log4j2.properties) ]] || return 1
  done
  [[ " ${SPARK_COMMAND[*]} " == *" -cp $SPARK_CONF_DIR/:$OWN_SPARK/jars/* "* ]]
}

# Puts the jar behind Spark's, where Spark's own class loader would look too, in place of the folder of settings.
with_classes() { # JAVA_OPTION
  local i
  for i in "${!SPARK_COMMAND[@]}"; do
    if [[ ${SPARK_COMMAND[i]} == "$SPARK_CONF_DIR/:$OWN_SPARK/jars/*" ]]; then
      SPARK_COMMAND[i]=$OWN_SPARK/jars/*:$JAR
      # An archive that does not fit (another Java, another folder of temporary files) is ignored, and so is Java's word about it.
      SPARK_COMMAND=("${SPARK_COMMAND[@]:0:i+1}" "$1" -Xlog:disable -Xlog:all=error:stderr
        "-Dlog4j2.configurationFile=$SPARK_CONF_DIR/log4j2.properties" "${SPARK_COMMAND[@]:i+1}")
      return
    fi
  done
}

# Runs a training of seconds, whose classes Java writes at its end.
make_class_archive() { # PROJECT ARCHIVE
  local project=$1 archive=$2 folder
  [[ -f $project/jobs/quickstart.yaml ]] && writable "${archive%/*}" && folder=$(mktemp -d) || return 1
  echo "Archiving classes, for faster starts (once) …" >&2
  (
    spark_class org.apache.spark.deploy.SparkSubmit --master "local[2]" --class org.meanfield.Main "$JAR" \
      train "$project/jobs/quickstart.yaml" --quiet --output "$folder/out" \
      --set data.train=64 --set data.validation=32 --set data.test=32 --set train.epochs=1
    with_classes "-XX:ArchiveClassesAtExit=$archive.$$"
    "${SPARK_COMMAND[@]}" >"$folder/log" 2>&1 && mv -f "$archive.$$" "$archive"
  ) || echo "That failed: $(tail -n 1 "$folder/log")" >&2
  rm -rf "$folder" "$archive.$$"
  [[ -f $archive ]]
}
