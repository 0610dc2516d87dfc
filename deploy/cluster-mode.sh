#!/usr/bin/env bash
# What differs by the kind of cluster and by where the driver runs. Sourced by submit.sh, after machine.sh.

# Prints the name of the folder in conf.
cluster_kind() { # MASTER
  case $1 in
    yarn) echo yarn ;;
    k8s:*) echo kubernetes ;;
    spark:*) echo standalone ;;
    *) echo local ;;
  esac
}

# Spark that Maven has fetched is for local masters and standalone clusters.
require_cluster() { # KIND MASTER
  if [[ $1 != yarn && $1 != kubernetes ]]; then
    return
  fi
  compgen -G "${SPARK_HOME:-$OWN_SPARK}/jars/spark-$1_*.jar" >/dev/null ||
    refuse 2 "--master is $2 but there is no spark-$1 in ${SPARK_HOME:-the Spark that Maven fetches}: set SPARK_HOME to the folder of a Spark 3.5 (Scala 2.12) or 4 that has it"
  if [[ $1 == yarn && -z ${HADOOP_CONF_DIR:-}${YARN_CONF_DIR:-} && ! -e $SPARK_HOME/conf/spark-env.sh ]]; then
    refuse 2 "HADOOP_CONF_DIR is not set but must be the folder with yarn-site.xml, which says where YARN is"
  fi
}

# Gives the job file, wherever it is among the command's arguments, to the driver: a copy in its working folder or, where
# Spark makes none (standalone), the file itself, which must be on every machine.
send_job_files() { # KIND; changes command and files
  local i
  for i in "${!command[@]}"; do
    if [[ ${command[i]} =~ \.(ya?ml|json)$ && -f ${command[i]} ]]; then
      command[i]=$(realpath "${command[i]}")
      if [[ $1 != standalone ]]; then
        files+=${files:+,}${command[i]}
        command[i]=${command[i]##*/}
      fi
    fi
  done
}

# Runs SPARK_COMMAND to the driver's end, which a standalone cluster's client ends with 0 whatever came of it. What a driver of the cluster
# of cluster.sh has written is on this machine.
follow_driver() { # FILE with the secret, if there is one
  # shellcheck disable=SC2154 # root is submit.sh's
  local said state driver code=0 drivers=$root/target/cluster/work
  if [[ -n $1 ]]; then
    _SPARK_AUTH_SECRET=$(<"$1") # the client, unlike the driver, reads no file
    export _SPARK_AUTH_SECRET
  fi
  said=$(mktemp)
  "${SPARK_COMMAND[@]}" 2>&1 | tee "$said" >&2 || code=$?
  state=$(sed -n 's/.*State of driver [^ ]* is \([A-Z]*\).*/\1/p' "$said" | tail -n 1)
  driver=$(sed -n 's/.*\(driver-[0-9]\{14\}-[0-9]*\).*/\1/p' "$said" | tail -n 1)
  rm -f "$said"
  if [[ -n $1 && -n $driver && -d $drivers/$driver ]]; then
    cat "$drivers/$driver/stderr" >&2
    cat "$drivers/$driver/stdout"
  fi
  case $state in
    FAILED | ERROR | KILLED) return 1 ;;
  esac
  return "$code"
}
