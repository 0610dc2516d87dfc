#!/usr/bin/env bash
# src/bench/scale.sh   what rounds would cost on 8 to 1,000 executors: measures them for 1 to 16 workers, the mean taken by the driver and by the executors, on the
#                      cluster of MASTER (deploy/cluster.sh starts one) or in this process, fits a model and checks it at rows that it has not seen
#                      (about 25 minutes); SLOTS (2): cores of that master; BANDWIDTH (1.25e9): bytes a second of the network to foresee
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

rows=()
for units in 178 1600 6480; do # 0.55, 4.9 and 20 million parameters, each with a value of momentum
  for workers in 1 2 4 8 16; do
    rows+=("$workers" "$units")
  done
done
export MASTER=${MASTER:-local[2]}
src/bench/rounds.sh table "${rows[@]}" | tee target/scale-driver.md
MEAN_BY=executors src/bench/rounds.sh table "${rows[@]}" | tee target/scale-executors.md
# shellcheck source=src/bench/classes.sh
source src/bench/classes.sh
export OMP_NUM_THREADS=1
exec java "${opens[@]}" -Xmx8g -cp "$classes" org.meanfield.bench.ScaleTable \
  target/scale-driver.md target/scale-executors.md "${SLOTS:-2}" "${BANDWIDTH:-1.25e9}" 2>>target/bench.log
