#!/usr/bin/env bash
# src/bench/dry-run.sh JOB.yaml [FOLDER [ROUNDS [KEY=VALUE …]]]
#
# A job of SVHN on generated files of the official size (73,257 + 26,032 + 531,131 images): generates and prepares them in FOLDER,
# 6 GB, unless they exist; then runs the first ROUNDS (4) rounds of the job and prints an estimate of its duration.
set -euo pipefail
job=$(realpath "$1")
folder=$(realpath -m "${2:-$(mktemp -d)}")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=src/bench/svhn.sh
source src/bench/svhn.sh
generate_svhn "$folder" 73257 26032 531131
settings=("data.path=$folder" data.verify=false "${@:4}")
deploy/submit.sh --master 'local[2]' --driver-memory 512m prepare "$job" "${settings[@]/#/--set=}"
# shellcheck source=src/bench/classes.sh
source src/bench/classes.sh
exec env OMP_NUM_THREADS=1 java "${opens[@]}" -Xmx3g "-Dspark.master=${MASTER:-local[2]}" -Dspark.ui.enabled=false -cp "$classes" \
  org.meanfield.bench.DryRun "${3:-4}" "$job" "${settings[@]}" 2>target/bench.log
