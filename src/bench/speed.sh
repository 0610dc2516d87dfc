#!/usr/bin/env bash
# src/bench/speed.sh [PYTHON [NETWORK …]]   Meanfield by its two engines, stock DL4J and, with a PYTHON that has PyTorch, PyTorch in both
#                                 memory layouts: images per second, measured in turns, for each instruction set that the processor has, of the
#                                 networks mlp, cnn, cnn_batch_norm and resnet or those named (an hour and more; TURNS=3 and names of networks for less)
# src/bench/speed.sh augmentations   each augmentation, microseconds per image
# src/bench/speed.sh corruptions     each corruption, the same; with a file name, a JPEG of them instead, with a side in pixels
#                                 after it one of the highest severities at four sizes of images
# src/bench/speed.sh layouts SET     each pass of the networks' convolutions by layout, instruction set SET (about 3 minutes)
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
if [[ ${1:-} == layouts ]]; then
  exec java -cp "$classes" org.meanfield.bench.ConvolutionLayouts "${@:2}"
fi
if [[ ${1:-} == layers ]]; then
  exec java -cp "$classes" org.openjdk.jmh.Main LayerBenchmark -foe true "${@:2}"
fi
exec java -Dturns="${TURNS:-5}" -Dseconds="${MEASURED_SECONDS:-2}" -cp "$classes" org.meanfield.bench.SpeedTable "$@" 2>target/bench.log
