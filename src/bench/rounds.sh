#!/usr/bin/env bash
# src/bench/rounds.sh spark [FASHION_MNIST]        two workers on two cores against two learners without Spark, in turns
# src/bench/rounds.sh table [WORKERS UNITS …]      the cost of a round besides its local steps, by workers and hidden units
# src/bench/rounds.sh stock JOB.yaml [KEY=VALUE …] an epoch of a job, by the rounds and by DL4J's own trainer, in turns
#
# MEAN_BY=executors has them take the mean of the table however small it is; else the driver does up to its limit.
# MASTER (local[2]) may be that of a cluster; deploy/cluster.sh starts one, and builds the jar. WARM_UP (5) rounds precede those of a row.
# FASHION_MNIST is the folder with the official files.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=src/bench/classes.sh
source src/bench/classes.sh
if [[ ${1:-} == table && $# == 1 ]]; then
  # 0.55 and 20 million parameters, each with as many values of momentum.
  set -- table 2 178 8 178 32 178 128 178 2 6480 8 6480 32 6480
fi
# shellcheck source=deploy/machine.sh
source deploy/machine.sh
secret=$(cluster_secret . "${MASTER:-}")
# The garbage collector and settings of conf/local/spark-defaults.conf, as in deploy/submit.sh.
exec java "${opens[@]}" -Xmx8g -XX:+UseParallelGC "-Dspark.master=${MASTER:-local[2]}" "-Dwarm-up=${WARM_UP:-5}" \
  ${secret:+-Dspark.authenticate=true "-Dspark.authenticate.secret.file=$secret"} \
  ${MEAN_BY:+-Dspark.meanfield.driverMean=0} -Dspark.ui.enabled=false -Dspark.executor.extraJavaOptions=-XX:+UseParallelGC -Dspark.executor.memory=2g \
  "-Dspark.home=$PWD/target/spark" -Dspark.jars=target/meanfield.jar -cp "$classes" org.meanfield.bench.RoundCost "$@" \
  2>target/bench.log
