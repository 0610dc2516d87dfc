#!/usr/bin/env bash
# src/bench/robustness.sh PYTHON FOLDER [SEVERITIES]
#
# Scores the CNN of jobs/fashion-mnist-cnn.yaml on fifteen corruptions of Fashion-MNIST's test images, from FOLDER, on two
# cores: Meanfield, then PyTorch with NumPy and SciPy in two processes. SEVERITIES (1,2,3,4,5) are those of each corruption.
# Prints images per second and corruption's share of the time. (About ten minutes.)
set -euo pipefail
python=$1 data=$2 severities=${3:-1,2,3,4,5}

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
output=$(mktemp -d)
trap 'rm -rf "$output"' EXIT
export OMP_NUM_THREADS=1
# The weights do not affect the time.
deploy/submit.sh --master 'local[2]' train jobs/fashion-mnist-cnn.yaml --quiet --output "$output" \
  --set data.path="$data" --set data.validation=59000 --set train.epochs=1 --set train.schedule='{type: constant}' \
  >"$output/train.log" 2>&1 || { cat "$output/train.log" >&2; exit 1; }
deploy/submit.sh --master 'local[2]' robustness jobs/robustness-full.yaml --quiet --output "$output" \
  --set severities="[$severities]" --set corruptions='[{type: gaussian-noise}, {type: shot-noise}, {type: impulse-noise},
    {type: speckle-noise}, {type: gaussian-blur}, {type: defocus-blur}, {type: motion-blur}, {type: contrast}, {type: brightness},
    {type: pixelate}, {type: quantize}, {type: rotate}, {type: shear}, {type: scale}, {type: translate}]' \
  2>"$output/robustness.log" |
  sed -E 's/.*"images_per_second":([0-9]*).*"corruption_share":([0-9.eE-]*).*/\1 \2/' |
  awk '{ printf "Meanfield  %d images/s, %.1f %% of the time in corruption\n", $1, 100 * $2 }'
printf 'PyTorch    '
"$python" src/bench/torch_robustness.py "$data" "$severities"
