#!/usr/bin/env bash
# deploy/submit.sh [--master URL] [any spark-submit option] COMMAND JOB.yaml [options of the command]
#
# Runs a command of Meanfield through spark-submit: that of SPARK_HOME or, without one, that of the Spark which Maven has
# fetched. Builds what is missing first. The settings are those of SPARK_CONF_DIR or, without one, of SPARK_HOME's conf; where
# that has none, of this project's folder conf/KIND for the kind of cluster. With --deploy-mode cluster a job file of this machine goes
# with the driver.
set -euo pipefail

script=$(readlink -f "${BASH_SOURCE[0]}")
root=${script%/deploy/*}
# shellcheck source=deploy/machine.sh
source "$root/deploy/machine.sh"
# shellcheck source=deploy/build.sh
source "$root/deploy/build.sh"
# shellcheck source=deploy/cluster-mode.sh
source "$root/deploy/cluster-mode.sh"
# shellcheck source=deploy/class-archive.sh
source "$root/deploy/class-archive.sh"

use_utf8
spark_options=()
master=
deploy_mode=client
files=
while (($#)); do
  case $1 in
    --supervise | --verbose | -v) spark_options+=("$1") && shift ;;
    --help | -h | --version | -V | --trace) break ;;
    --*=*)
      set -- "${1%%=*}" "${1#*=}" "${@:2}"
      ;;
    --* | -c)
      if (($# == 1)); then
        echo "$1 needs a value" >&2
        exit 2
      fi
      case $1 in
        --master) master=$2 ;;
        --deploy-mode) deploy_mode=$2 ;;
        --files) files=$2 ;;
      esac
      [[ $1 == --files ]] || spark_options+=("$1" "$2")
      shift 2
      ;;
    *) break ;;
  esac
done

require_spark bin/spark-submit
choose_spark "$root"
if [[ -z ${SPARK_HOME:-} || ! -e $SPARK_HOME/conf/spark-env.sh ]]; then # which may choose another Java
  require_java
fi
require_temporary_folder
if ! known_host; then
  [[ -z $master || $master == local* ]] ||
    refuse 1 "The name of this machine, $(uname -n), has no address: set SPARK_LOCAL_IP to one that the cluster reaches"
  export SPARK_LOCAL_IP=127.0.0.1 SPARK_LOCAL_HOSTNAME=localhost
fi
kind=$(cluster_kind "$master")
require_cluster "$kind" "$master"
# Nobody else has to reach the driver, and nothing else binds its web page.
if loopback "$master" && [[ -z ${SPARK_LOCAL_IP:-}${SPARK_LOCAL_HOSTNAME:-} && ${spark_options[*]} != *spark.driver.@(host|bindAddress)=* ]]; then
  export SPARK_LOCAL_IP=127.0.0.1
fi
secret=$(cluster_secret "$root" "$master")
if [[ -n $secret ]]; then
  spark_options+=(--conf spark.authenticate=true --conf "spark.authenticate.secret.file=$secret")
fi
if ! known_user; then
  export HADOOP_USER_NAME=${HADOOP_USER_NAME:-$UID}
fi
options=$(java_options)
export SPARK_SUBMIT_OPTS="$options${SPARK_SUBMIT_OPTS:-}"
build_if_needed "$root"
# An installation's own settings, which know its cluster, come first.
if [[ -z ${SPARK_HOME:-} || ! (-e $SPARK_HOME/conf/spark-defaults.conf || -e $SPARK_HOME/conf/spark-env.sh) ]]; then
  # shellcheck disable=SC2031 # class-archive.sh has another for its own run
  export SPARK_CONF_DIR=${SPARK_CONF_DIR:-$root/conf/$kind}
fi
command=("$@")
if [[ -t 2 && ${1:-} == [a-z]* ]]; then # Java and Spark take seconds until they say something
  printf 'Starting: %q %q\n' "$1" "${2:-}" >&2
fi
if [[ $deploy_mode == cluster ]]; then
  send_job_files "$kind"
fi
[[ -z $files ]] || spark_options+=(--files "$files")
arguments=("${spark_options[@]}" --class org.meanfield.Main "$JAR" "${command[@]}")
if [[ -n ${SPARK_HOME:-} ]]; then
  SPARK_COMMAND=("$SPARK_HOME/bin/spark-submit" "${arguments[@]}")
else
  export SPARK_HOME=$OWN_SPARK
  spark_class org.apache.spark.deploy.SparkSubmit "${arguments[@]}"
  [[ $deploy_mode == cluster ]] || use_class_archive "$root"
fi
if [[ $deploy_mode == cluster && $kind == standalone ]]; then
  follow_driver "$secret"
  exit
fi
exec "${SPARK_COMMAND[@]}"
