"""The densities of Bergstra et al. 2011, section 4.2, for TpeTest: python3 src/test/python/tpe.py (NumPy, SciPy).

Equal parts of the uniform prior on [0, 1] and a truncated normal at each observation, whose deviation is the larger of the
distances to its neighbours (0 and 1 among them), at least 1 / min(100, K + 1); choices have N p + C.
"""
import numpy as np
from scipy.stats import truncnorm, uniform


def density(observations, x):
    mu = np.sort(np.asarray(observations, float))
    padded = np.concatenate([[0.0], mu, [1.0]])
    gaps = np.diff(padded)
    sigma = np.maximum(np.maximum(gaps[:-1], gaps[1:]), 1 / min(100, len(mu) + 1))
    parts = [uniform.pdf(x)] + [truncnorm.pdf(x, -m / s, (1 - m) / s, m, s) for m, s in zip(mu, sigma)]
    return float(np.mean(parts))



few = [0.7, 0.1, 0.15]
many = [0.5 + 0.001 * i for i in range(200)]
for name, observations in (("few", few), ("many", many), ("none", [])):
    print(name, [repr(density(observations, x)) for x in (0.0, 0.12, 0.5, 0.69, 0.999)])
