#!/usr/bin/env bash
# src/bench/accuracy.sh JOB.yaml "SEED …" [options of train]
#
# Trains a job once for each seed and prints its test accuracies, their mean and their standard deviation. For example
#   src/bench/accuracy.sh jobs/fashion-mnist-mlp.yaml "211 212 213" --set initializer='{type: xavier-uniform}'
set -euo pipefail
job=$1 seeds=$2
shift 2

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
for seed in $seeds; do
  line=$(deploy/submit.sh train "$job" --set seed="$seed" "$@" 2>/dev/null | tail -n 1)
  sed -E 's/.*"run_id":"([^"]*)".*"test_accuracy":([0-9.]*).*"images_per_second":([0-9]*).*/\1 \2 \3/' <<<"$line"
done | awk '
  { printf "%s  %.2f %%  %d images/s\n", $1, 100 * $2, $3; sum += $2; squares += $2 * $2 }
  END {
    mean = sum / NR
    if (NR > 1) printf "mean %.2f %%, standard deviation %.2f points over %d seeds\n", 100 * mean, 100 * sqrt((squares - NR * mean * mean) / (NR - 1)), NR
  }'
