#!/usr/bin/env bash
# src/bench/search.sh FASHION_MNIST PYTHON [OUTPUT]
#
# The tree-structured Parzen estimator against random search at equal trials: the learning rate, width and dropout of a perceptron on
# 2,000 images of Fashion-MNIST, three epochs, 20 trials, five repetitions that differ in the search's seed, on two cores. Prints the best
# validation accuracy of each and the mean difference with its 95 % interval (t, 4 degrees of freedom). PYTHON needs no packages.
set -euo pipefail
data=$(realpath "$1") python=$2 output=$(realpath -m "${3:-meanfield-out}")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=src/bench/classes.sh
source src/bench/classes.sh
meanfield() {
  java "${opens[@]}" -Xmx2g -Dspark.master='local[2]' -cp "$classes" org.meanfield.Main "$@" --quiet --output "$output"
}
common=(--set "base.data.path=$data" --set base.data.limit=2000 --set base.train.epochs=3 --set base.train.local-steps=32
  --set base.train.early-stopping.patience=0 --set 'objectives=[]')
keys='{train.optimizer.learning-rate: {type: log-uniform, low: 0.0001, high: 0.1}, model.width: {type: log-uniform, low: 0.125, high: 4},
  model.dropout: {type: uniform, low: 0, high: 0.7}}'
for seed in 1 2 3 4 5; do
  for type in tpe random; do
    meanfield sweep jobs/sweep-search.yaml "${common[@]}" --resume=auto \
      --set "search={type: $type, trials: 20, seed: $seed, keys: $keys}" |
      sed -E "s/.*\"validation_accuracy\":([0-9.]*).*/$type $seed \1/"
  done
done | tee /dev/stderr | "$python" -c '
import statistics, sys
best = {(kind, seed): float(value) for kind, seed, value in map(str.split, sys.stdin)}
gain = [100 * (best["tpe", seed] - best["random", seed]) for seed in "12345"]
half = 2.776445 * statistics.stdev(gain) / 5**0.5
for kind in ("tpe", "random"):
    print(f"{kind}: mean of the best {100 * statistics.mean(best[kind, seed] for seed in '"'12345'"'):.2f} %")
print(f"difference {statistics.mean(gain):+.2f} points, 95 % interval {statistics.mean(gain) - half:+.2f} to {statistics.mean(gain) + half:+.2f}")
'
