#!/usr/bin/env bash
# src/bench/time-to-accuracy.sh PYTHON FASHION_MNIST [TURNS]
#
# Seconds of training until 90 % test accuracy on Fashion-MNIST, by the CNN preset with two workers and by a PYTHON
# with PyTorch on the same two cores, in turns. FASHION_MNIST is the folder with the official files.
set -euo pipefail
python=$1 data=$2 turns=${3:-3}
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=src/bench/classes.sh
source src/bench/classes.sh

for turn in $(seq "$turns"); do
  echo "Meanfield: $(java "${opens[@]}" -Xmx3g -cp "$classes" org.meanfield.bench.TimeToAccuracy 0.9 \
    jobs/fashion-mnist-cnn.yaml "data.path=$data" "seed=$((210 + turn))" 2>>target/bench.log)"
  echo "PyTorch:   $("$python" src/bench/torch_time_to_accuracy.py 0.9 "$data" $((210 + turn)))"
done
