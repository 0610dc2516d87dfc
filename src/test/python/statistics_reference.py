"""Figures of SciPy for the statistics of the room evaluate.

    python3 src/test/python/statistics_reference.py > src/test/resources/org/meanfield/evaluate/statistics.csv

A line is a kind, its input and what SciPy makes of it. Holm's correction is written out here as in the article (1979),
by the definition and not step by step.
"""

import numpy as np
from scipy import stats

random = np.random.default_rng(211)


def show(kind, inputs, outputs):
    print(kind, *(" ".join(repr(float(x)) for x in group) for group in [*inputs, outputs]), sep=";")


for n in [2, 3, 5, 10, 40]:
    values = random.normal(0.9, 0.01, n)
    interval = stats.t.interval(0.95, n - 1, loc=values.mean(), scale=stats.sem(values))
    show("mean", [values], [values.mean(), values.std(ddof=1), *interval])

for n in [2, 3, 5, 10]:
    first = random.normal(0.9, 0.01, n)
    second = first - random.normal(0.004, 0.004, n)
    test = stats.ttest_rel(first, second)
    interval = test.confidence_interval(0.95)
    show("paired", [first, second], [(first - second).mean(), interval.low, interval.high, test.pvalue])

for b, c in [(0, 0), (1, 0), (0, 6), (10, 25), (31, 30), (140, 90), (500, 700)]:
    p = stats.binomtest(b, b + c, 0.5).pvalue if b + c else 1.0
    show("mcnemar", [[b, c]], [p])

for n in [1, 2, 6, 28]:
    p = random.uniform(0, 1, n) ** 3
    order = np.sort(p)
    adjusted = [max(min(1, (n - j) * order[j]) for j in range(n) if order[j] <= value) for value in p]
    show("holm", [p], adjusted)
