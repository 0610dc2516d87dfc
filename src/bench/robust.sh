#!/usr/bin/env bash
# src/bench/robust.sh FASHION_MNIST OUTPUT [SUITE]
#
# Trains the five kinds of jobs/sweep-robust.yaml with three seeds each, and the CNN of jobs/fashion-mnist-cnn.yaml as the reference; scores all on the corruptions of
# SUITE (mnist-c; cifar-10-c) and on FGSM at 2/255 and 8/255, and makes the page of it, which compares the kinds in pairs with Holm's correction. What OUTPUT has is
# not made again. EPOCHS (4) of each training, IMAGES (0 for all) of the training split. Prints the path of the page.
# (On two cores about 40 minutes; EPOCHS=1 IMAGES=1000 for two.)
set -euo pipefail
data=$(realpath "$1") output=$(realpath -m "$2") suite=${3:-mnist-c}
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
epochs=${EPOCHS:-4} images=${IMAGES:-0}
meanfield() {
  deploy/submit.sh --master 'local[2]' "$@" --quiet --output "$output"
}
value() { # KEY: of a line of JSON
  sed -E "s/.*\"$1\":\"([^\"]*).*/\1/"
}
reference=$(meanfield train jobs/fashion-mnist-cnn.yaml --resume=auto \
  --set "data.path=$data" --set "data.limit=$images" --set "train.epochs=$epochs" --set 'train.schedule={type: cosine}' | value run_id)
sweep=$(meanfield sweep jobs/sweep-robust.yaml --resume=auto \
  --set "base.data.path=$data" --set "base.data.limit=$images" --set "base.train.epochs=$epochs" | value sweep_id)
scored=$(meanfield robustness jobs/robustness-suite.yaml --resume=auto --set "suite=$suite" \
  --set "models=[{type: sweep, sweep: $sweep, best: 0}, {type: runs, runs: [$reference]}]" --set "reference=$reference" \
  --set 'attacks=[{type: fgsm, epsilon: [2, 8]}]' --set allow-trained-on=true | value run_id)
deploy/submit.sh report "$output" --robustness "$scored" | value page
