#!/usr/bin/env bash
# src/bench/checkpoint.sh [CLASSES]    the time of a checkpoint on the local disk, by the size of the state
#
# CLASSES is the folder of another version's classes (target/classes of its checkout), measured in turns with these. TURNS (3).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=src/bench/classes.sh
source src/bench/classes.sh
measure() { java "${opens[@]}" -Xmx2g -XX:+UseParallelGC -cp "$2" org.meanfield.bench.CheckpointCost "$1" 6 178 2000 2>target/bench.log; }
echo "| version | parameters | state | a checkpoint |"
echo "|---|---|---|---|"
for ((turn = 0; turn < ${TURNS:-3}; turn++)); do
  measure this "$classes"
  if [[ $# -gt 0 ]]; then measure other "$1:$classes"; fi
done
