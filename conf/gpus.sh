#!/usr/bin/env bash
# Spark's discovery script (spark.executor.resource.gpu.discoveryScript, spark.worker.resource.gpu.discoveryScript): prints its one line of
# JSON with the numbers of this machine's NVIDIA GPUs that the engine has machine code for, by PCI address; an empty list where there are none.
#
# MEANFIELD_GPU_ENGINE: torch (libtorch 2.10; compute capability 7.5 on), torch-cuda12 (libtorch 2.7.1; 5.0 to 9.0) or dl4j (ND4J's CUDA 11.6
# backend; 3.7 to 8.9). For executors of YARN and Kubernetes: spark.executorEnv.MEANFIELD_GPU_ENGINE.
set -uo pipefail

engine=${MEANFIELD_GPU_ENGINE:-torch}
case $engine in
  torch) lowest=75 highest=129 ;;
  torch-cuda12) lowest=50 highest=90 ;;
  dl4j) lowest=37 highest=89 ;;
  *)
    echo "MEANFIELD_GPU_ENGINE is $engine but must be torch, torch-cuda12 or dl4j" >&2
    exit 2
    ;;
esac

addresses=
if ! command -v nvidia-smi >/dev/null; then
  echo "There is no nvidia-smi, so no GPU" >&2
elif ! listed=$(timeout 60 nvidia-smi --query-gpu=index,compute_cap --format=csv,noheader 2>&1); then
  echo "nvidia-smi finds no GPU: ${listed//$'\n'/ }" >&2
else
  while IFS=', ' read -r index capability; do
    [[ $index =~ ^[0-9]+$ && $capability =~ ^([0-9]+)\.([0-9])$ ]] || continue
    number=$((10 * BASH_REMATCH[1] + BASH_REMATCH[2]))
    if ((number < lowest || number > highest)); then
      echo "GPU $index has compute capability $capability, which engine $engine does not take" >&2
    else
      addresses+=${addresses:+,}\"$index\"
    fi
  done <<<"$listed"
fi
echo "{\"name\":\"gpu\",\"addresses\":[$addresses]}"
