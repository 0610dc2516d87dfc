#!/usr/bin/env bash
# src/bench/gpu.sh [PYTHON]   All that needs a GPU, on this machine's first one, in less than ten minutes where the jars are there: the discovery
#                    script and the check before training, a job that requires a GPU, the tests that hold libtorch's learner to DL4J's, and a
#                    table of images per second against PyTorch, if PYTHON has one for GPUs. For docs/gpu.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

if ! command -v nvidia-smi >/dev/null || ! nvidia-smi -L | grep -q GPU; then
  echo "There is no NVIDIA GPU: nvidia-smi lists none" >&2
  exit 1
fi
export PROFILE=gpu OMP_NUM_THREADS=1
nvidia-smi --query-gpu=name,compute_cap,memory.total,driver_version --format=csv,noheader
conf/gpus.sh

mvn --batch-mode --quiet -Pgpu -DskipTests -Dmaven.javadoc.skip=true package >&2
output=$(mktemp -d)
trap 'rm -rf "$output"' EXIT
deploy/submit.sh --master 'local[2]' train jobs/quickstart.yaml --output "$output" \
  --set 'engine={type: torch, device: cuda}' --set gpu=require

mvn --batch-mode --quiet -Pgpu -Dmeanfield.device=CUDA -Dtest='TorchLearnerTest,TorchLayersTest,TorchBehaviourTest,DeviceCheckTest' \
  -Dsurefire.failIfNoSpecifiedTests=false test >&2 || echo "some tests have failed: see target/surefire-reports"

# shellcheck source=src/bench/classes.sh
source src/bench/classes.sh
java -Dturns="${TURNS:-3}" -Dseconds="${MEASURED_SECONDS:-1}" -cp "$classes" org.meanfield.bench.GpuTable "$@"
