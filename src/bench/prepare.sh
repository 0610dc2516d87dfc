#!/usr/bin/env bash
# src/bench/prepare.sh [IMAGES [FOLDER]]
#
# Times `prepare` of a generated extra file of IMAGES images (531,131 by default) in a heap of 512 MB beside SciPy's loadmat
# of the same file (PYTHON, by default python3, must have SciPy), then an epoch from the shards in a heap that is smaller than
# they are. FOLDER keeps the files, 5 GB for the whole; a second run uses them again and makes the shards anew.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
images=${1:-531131}
folder=${2:-$(mktemp -d)}
generator=$root/src/test/java/org/meanfield/testing/SvhnFiles.java

mkdir -p "$folder"
generate() {
  local file=$folder/$1_32x32.mat
  [[ -s $file ]] || java "$generator" "$file" "$2" "$3"
}
generate train $((images / 8 + 10)) 1
generate test $((images / 20 + 10)) 2
generate extra "$images" 3
rm -rf "$folder/shards"

cat >"$folder/job.yaml" <<YAML
name: bench
data: {type: svhn, path: $folder, verify: false, splits: [train, extra]}
model: {type: mlp, hidden: [64]}
train: {workers: 2, batch: 128, local-steps: 50, epochs: 1, optimizer: {type: adam, learning-rate: 0.001}}
YAML

echo "SciPy, the extra file alone:"
for turn in first second; do
  echo "  the $turn time:"
  "${PYTHON:-python3}" - "$folder/extra_32x32.mat" <<'PYTHON'
import resource, sys, time
import scipy.io

start = time.perf_counter()
pixels = scipy.io.loadmat(sys.argv[1])["X"]
seconds = time.perf_counter() - start
usage = resource.getrusage(resource.RUSAGE_SELF)
print(
    f"  {pixels.nbytes / 1e6:.0f} MB in {seconds:.1f} s, {pixels.nbytes / 1e6 / seconds:.0f} MB/s; "
    f"{usage.ru_utime + usage.ru_stime:.1f} s of processor; {usage.ru_maxrss / 2**20:.2f} GiB resident"
)
PYTHON
done

echo "prepare, all three files:"
time "$root/deploy/submit.sh" --master 'local[2]' --driver-memory 512m prepare "$folder/job.yaml" --quiet
echo "an epoch from the shards:"
time "$root/deploy/submit.sh" --master 'local[2]' --driver-memory 1g train "$folder/job.yaml" --quiet --output "$folder/out"
