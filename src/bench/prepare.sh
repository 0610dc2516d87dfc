#!/usr/bin/env bash
# src/bench/prepare.sh [FOLDER [DIVISOR]]
#
# Times `prepare` of files as large as the official ones (73,257 + 26,032 + 531,131 images; of a DIVISOR th of them) in a heap of
# 512 MB beside SciPy's loadmat (PYTHON, by default python3, must have SciPy), in turns; then an epoch from the shards in a heap
# smaller than the shards. FOLDER keeps the files, 6 GB in full; a second run reuses them and writes the shards again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=src/bench/svhn.sh
source src/bench/svhn.sh
folder=$(realpath -m "${1:-$(mktemp -d)}")
divisor=${2:-1}
generate_svhn "$folder" $((73257 / divisor)) $((26032 / divisor)) $((531131 / divisor))

cat >"$folder/job.yaml" <<YAML
name: bench
data: {type: svhn, path: $folder, verify: false, splits: [train, extra]}
model: {type: mlp, hidden: [64]}
train: {workers: 2, batch: 128, local-steps: 50, epochs: 1, optimizer: {type: adam, learning-rate: 0.001}}
YAML

loadmat() {
  "${PYTHON:-python3}" - "$@" <<'PYTHON'
import resource, sys, time
import scipy.io

start = time.perf_counter()
size = sum(scipy.io.loadmat(file)["X"].nbytes / 1e6 for file in sys.argv[1:])
seconds = time.perf_counter() - start
usage = resource.getrusage(resource.RUSAGE_SELF)
print(
    f"  {size:.0f} MB in {seconds:.1f} s, {size / seconds:.0f} MB/s; "
    f"{usage.ru_utime + usage.ru_stime:.1f} s of processor; {usage.ru_maxrss / 2**20:.2f} GiB resident"
)
PYTHON
}

submit() {
  deploy/submit.sh --master 'local[2]' --driver-memory "$1" "${@:2}" "$folder/job.yaml" --quiet
}

cat "$folder"/*.mat >/dev/null # into the page cache, for all
for turn in 1 2 3; do
  echo "turn $turn: loadmat of the extra file, then of all three"
  loadmat "$folder/extra_32x32.mat"
  loadmat "$folder"/{train,test,extra}_32x32.mat
  echo "prepare of all three"
  rm -rf "$folder/shards"
  time submit 512m prepare
done
echo "an epoch from the shards"
time submit 1g train --output "$folder/out"
