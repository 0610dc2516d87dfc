#!/usr/bin/env bash
# src/bench/course.sh MNIST [OUTPUT]
#
# The small versions of the course's training experiments (docs/course.md) on two cores: label noise, double descent by width,
# samples and epochs, vanishing gradients. MNIST is the folder with the official files. Prints a line for each training; rows and
# pictures stay under OUTPUT (meanfield-out).
set -euo pipefail
data=$(realpath "$1") output=$(realpath -m "${2:-meanfield-out}")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=src/bench/classes.sh
source src/bench/classes.sh
meanfield() {
  java "${opens[@]}" -Xmx2g -Dspark.master='local[2]' -cp "$classes" org.meanfield.Main "$@" --quiet --output "$output" >&2
}
for sweep in label-noise double-descent-width double-descent-samples; do
  meanfield sweep "jobs/course/$sweep.yaml" --set base.data.path="$data" --resume=auto
done
meanfield train jobs/course/double-descent-epochs.yaml --set data.path="$data" --resume=auto
meanfield study jobs/course/vanishing-gradients.yaml
java "${opens[@]}" -cp "$classes" org.meanfield.bench.CourseFigures "$output"
