#!/usr/bin/env bash
# deploy/cluster.sh start [WORKERS] [CORES_EACH] | repair | stop | status
#
# A standalone Spark cluster on this machine: a master and WORKERS (2) workers of CORES_EACH (1) cores, each a JVM of its
# own, from SPARK_HOME or the Spark that Maven has fetched. Prints the master's address, whose port is
# MEANFIELD_MASTER_PORT (7077; 0 takes a free one). Logs, process numbers and the workers' folders are under target/cluster.
# MEANFIELD_WORKER_HOST is the workers' address (127.0.0.1); in 127.0.0.N the N is a worker's number, and Spark takes each worker for
# a host of its own.
# `repair` starts the workers again whose process has ended.
#
# All of it listens on loopback only, and asks every client for a secret (spark.authenticate), which is made at each start and
# lies in target/cluster/secret, for its owner alone to read. deploy/submit.sh knows it; another program reads its settings with
# spark-submit --properties-file target/cluster/conf/spark-defaults.conf.
set -euo pipefail

script=$(readlink -f "${BASH_SOURCE[0]}")
root=${script%/deploy/*}
# shellcheck source=deploy/machine.sh
source "$root/deploy/machine.sh"
# shellcheck source=deploy/build.sh
source "$root/deploy/build.sh"

use_utf8
choose_spark "$root"
home=$root/target/cluster

launch() { # NAME CLASS ARGUMENT…
  local name=$1
  shift
  spark_class "$@"
  nohup "${SPARK_COMMAND[@]}" >"$home/$name.log" 2>&1 </dev/null &
  echo $! >"$home/$name.pid"
}

# What the master says it listens on: the next free port where the one it was given is taken.
address() {
  sed -n 's/.*Starting Spark master at //p' "$home/master.log"
}

# Whether the process of a file is there still, and not another one that has its number now.
running() {
  [[ -f $1 ]] && grep -qa org.apache.spark.deploy "/proc/$(<"$1")/cmdline" 2>/dev/null
}

wait_for() { # NAME PATTERN
  for _ in $(seq 600); do
    grep -q "$2" "$home/$1.log" 2>/dev/null && return
    kill -0 "$(<"$home/$1.pid")" 2>/dev/null || break
    sleep 0.1
  done
  echo "$1 has not started; what $home/$1.log says of it:" >&2
  grep -m 3 -E 'ERROR|Exception|rror:' "$home/$1.log" >&2 || tail -n 3 "$home/$1.log" >&2
  stop
  exit 1
}

launch_worker() { # NUMBER
  local host=${MEANFIELD_WORKER_HOST:-127.0.0.1}
  launch "worker-$1" org.apache.spark.deploy.worker.Worker \
    --host "${host/N/$1}" --cores "$CORES_EACH" --memory "$WORKER_MEMORY" --webui-port 0 "$(address)"
}

# What the daemons inherit.
environment() {
  local options
  options=$(java_options)
  export SPARK_DAEMON_JAVA_OPTS="$options${SPARK_DAEMON_JAVA_OPTS:-}"
  export SPARK_HOME=${SPARK_HOME:-$OWN_SPARK}
  # The daemons say at level INFO that they are up.
  export SPARK_CONF_DIR=$home/conf SPARK_WORKER_DIR=$home/work SPARK_LOCAL_IP=127.0.0.1
  export SPARK_DAEMON_MEMORY=${SPARK_DAEMON_MEMORY:-512m}
}

start() {
  local workers=${1:-2} cores=${2:-1}
  for number in "$workers" "$cores"; do
    if [[ ! $number =~ ^[1-9][0-9]*$ ]]; then
      echo "WORKERS and CORES_EACH are $workers and $cores but must be positive whole numbers" >&2
      exit 2
    fi
  done
  if running "$home/master.pid"; then
    echo "A cluster is running already: $(address) (deploy/cluster.sh stop ends it)" >&2
    exit 2
  fi
  require_spark jars
  require_java
  require_temporary_folder
  known_user || refuse 1 "The user $UID has no entry in /etc/passwd, without which Spark starts no executor: add one"
  build_if_needed "$root"
  writable "$home" || refuse 1 "$home cannot be written: start the cluster from a clone that can be"
  rm -rf "$home"
  environment
  mkdir -p "$SPARK_CONF_DIR"
  (
    umask 077 # before there is anything to read
    head -c 32 /dev/urandom | base64 >"$home/secret"
    printf 'spark.authenticate true\nspark.authenticate.secret %s\n' "$(<"$home/secret")" >"$SPARK_CONF_DIR/spark-defaults.conf"
  )
  printf 'CORES_EACH=%q\nWORKER_MEMORY=%q\n' "$cores" "${MEANFIELD_WORKER_MEMORY:-4g}" >"$home/settings"
  sed 's/^rootLogger.level *=.*/rootLogger.level = info/' "$root/conf/log4j2.properties" >"$SPARK_CONF_DIR/log4j2.properties"
  launch master org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "${MEANFIELD_MASTER_PORT:-7077}" --webui-port 0
  wait_for master 'New state: ALIVE'
  # shellcheck source=/dev/null
  source "$home/settings"
  for i in $(seq "$workers"); do
    launch_worker "$i"
  done
  for i in $(seq "$workers"); do
    wait_for "worker-$i" 'Successfully registered with master'
  done
  address | tee "$home/address"
}

repair() {
  local pid name
  running "$home/master.pid" || refuse 2 "There is no cluster to repair: deploy/cluster.sh start begins one"
  environment
  # shellcheck source=/dev/null
  source "$home/settings"
  for pid in "$home"/worker-*.pid; do
    running "$pid" && continue
    name=$(basename "$pid" .pid)
    launch_worker "${name#worker-}"
    wait_for "$name" 'Successfully registered with master'
    echo "$name runs again"
  done
}

stop() {
  local pids=("$home"/*.pid)
  for pid in "${pids[@]}"; do
    running "$pid" && kill "$(<"$pid")"
  done
  for pid in "${pids[@]}"; do
    for _ in $(seq 100); do
      running "$pid" || break
      sleep 0.1
    done
    running "$pid" && kill -9 "$(<"$pid")"
    rm -f "$pid"
  done
  rm -f "$home/secret" "$home/address" "$home/conf/spark-defaults.conf"
  return 0
}

case ${1:-} in
  start) start "${@:2}" ;;
  repair) repair ;;
  stop) stop ;;
  status) running "$home/master.pid" && echo "running: $(address)" || echo "not running" ;;
  *)
    echo "usage: deploy/cluster.sh start [WORKERS] [CORES_EACH] | repair | stop | status" >&2
    exit 2
    ;;
esac
