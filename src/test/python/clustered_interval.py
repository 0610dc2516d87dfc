"""Prints the reference of ClusteredIntervalTest: the ratio estimator's interval in NumPy, and a bootstrap over the groups."""
import numpy as np

random = np.random.default_rng(7)
groups = np.repeat(np.arange(400), random.integers(1, 5, 400))
hard = random.beta(6, 1, 400)
correct = random.random(groups.size) < hard[groups]

n = np.bincount(groups)
k = np.bincount(groups, weights=correct)
p = k.sum() / n.sum()
residuals = k - p * n
variance = np.var(residuals, ddof=1) * len(n) / n.sum() ** 2
half = 1.959963984540054 * np.sqrt(variance)
print("images", groups.size, "right", int(correct.sum()))
print("groups", "".join(map(str, n)))
print("correct", "".join(map(str, k.astype(int))))
print(repr(float(p)), repr(float(p - half)), repr(float(p + half)), repr(float(variance / (p * (1 - p) / n.sum()))))

draws = random.integers(0, len(n), (20_000, len(n)))
means = k[draws].sum(axis=1) / n[draws].sum(axis=1)
print("bootstrap", *np.quantile(means, [0.025, 0.975]).round(4))
