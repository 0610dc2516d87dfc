#!/usr/bin/env bash
# src/bench/speed.sh [PYTHON [NETWORK …]]   Meanfield by its two engines, stock DL4J and, with a PYTHON that has PyTorch, PyTorch: images per
#                                 second, measured in turns (about 20 minutes), of the networks mlp, cnn and cnn_batch_norm or those named
# src/bench/speed.sh augmentations   each augmentation, microseconds per image
# src/bench/speed.sh corruptions     each corruption, the same; with a file name, a picture of them instead
# src/bench/speed.sh layers       single layers, Meanfield's and DL4J's, by JMH (about 4 minutes)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# shellcheck source=src/bench/classes.sh
source src/bench/classes.sh
export OMP_NUM_THREADS=1
if [[ ${1:-} == augmentations ]]; then
  exec java -cp "$classes" org.meanfield.bench.AugmentationSpeed
fi
if [[ ${1:-} == corruptions ]]; then
  exec java -Djava.awt.headless=true -cp "$classes" org.meanfield.bench.Corruptions "${@:2}"
fi
if [[ ${1:-} == layers ]]; then
  exec java -cp "$classes" org.openjdk.jmh.Main LayerBenchmark -foe true "${@:2}"
fi
exec java -cp "$classes" org.meanfield.bench.SpeedTable "$@" 2>target/bench.log
