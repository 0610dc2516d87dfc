#!/usr/bin/env bash
# src/bench/sweep.sh FASHION_MNIST [PYTHON] [TRIALS] [EPOCHS] [TURNS]
#
# Trials per hour of a packed sweep on two cores (the 784-512-256-10 perceptron, Adam, batches of 64; as many seeds as TRIALS, 12
# unless given, of EPOCHS epochs, 5), with rows, predictions and models written, and, with a PYTHON that has PyTorch, of the same
# trainings in a pool of two processes. In turns; each is timed as a whole program, so TRIALS should be large
# enough to make its start negligible. FASHION_MNIST is the folder with the official files.
set -euo pipefail
data=$(realpath "$1") python=${2:-} trials=${3:-12} epochs=${4:-5} turns=${5:-3}
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat >"$folder/sweep.yaml" <<YAML
name: bench
base:
  name: mlp
  data: {type: fashion-mnist, path: $data, validation: 5000}
  model: {type: mlp, hidden: [512, 256], activation: relu}
  train:
    workers: 1
    batch: 64
    local-steps: 500
    epochs: $epochs
    optimizer: {type: adam, learning-rate: 0.001}
seeds: $trials
placement: packed
YAML

rate() { # NAME COMMAND...: prints its trials per hour
  local name=$1 start seconds
  shift
  start=$(date +%s.%N)
  "$@"
  seconds=$(awk -v from="$start" -v to="$(date +%s.%N)" 'BEGIN { print to - from }')
  awk -v name="$name" -v seconds="$seconds" -v trials="$trials" \
    'BEGIN { printf "%-10s %4.0f trials an hour (%d in %.1f s)\n", name, 3600 * trials / seconds, trials, seconds }'
}

meanfield() {
  deploy/submit.sh --master 'local[2]' --driver-memory 3g sweep "$folder/sweep.yaml" --quiet --output "$folder/out" \
    >"$folder/line.json" 2>"$folder/sweep.log" || { cat "$folder/sweep.log" >&2 && return 1; }
}

deploy/submit.sh --version >/dev/null 2>&1 # builds what is missing
for _ in $(seq "$turns"); do
  rate Meanfield meanfield
  [[ -z $python ]] || rate PyTorch "$python" src/bench/torch_sweep.py "$data" "$trials" "$epochs"
done
sed -E 's/.*("test_accuracy":[0-9.]*).*/Meanfield: mean \1/' "$folder/line.json"
