#!/usr/bin/env bash
# src/bench/rounds.sh spark                      two workers on two cores against two learners without Spark, in turns
# src/bench/rounds.sh table [WORKERS UNITS …]    what a round costs besides its local steps, by workers and hidden units
#
# MASTER (local[2]) may be that of a cluster; deploy/cluster.sh starts one, and makes the jar. WARM_UP (5) rounds come before those of a row.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=src/bench/classes.sh
source src/bench/classes.sh
if [[ ${1:-} == table && $# == 1 ]]; then
  # 0.55 and 20 million parameters, each with as many values of momentum.
  set -- table 2 178 8 178 32 178 128 178 2 6480 8 6480 32 6480
fi
exec java "${opens[@]}" -Xmx8g "-Dspark.master=${MASTER:-local[2]}" "-Dwarm-up=${WARM_UP:-5}" \
  "-Dspark.home=$PWD/target/spark" -Dspark.jars=target/meanfield.jar -Dspark.executor.memory=2g -cp "$classes" org.meanfield.bench.RoundCost "$@" \
  2>target/bench.log
