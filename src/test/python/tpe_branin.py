"""The figures of Optuna in SearchTest: python3 src/test/python/tpe_branin.py (Optuna 5.0.0).

Branin's function, 60 trials, 40 seeds: the mean distance of the best value from the minimum, with its standard error.
"""
import math
import statistics

import optuna

LEAST = 0.39788735772973816


def branin(trial):
    x = trial.suggest_float("x", -5, 10)
    y = trial.suggest_float("y", 0, 15)
    bowl = y - 5.1 / (4 * math.pi**2) * x * x + 5 / math.pi * x - 6
    return bowl**2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


optuna.logging.set_verbosity(optuna.logging.ERROR)
for sampler in (optuna.samplers.TPESampler, optuna.samplers.RandomSampler):
    regrets = []
    for seed in range(40):
        study = optuna.create_study(sampler=sampler(seed=seed))
        study.optimize(branin, n_trials=60)
        regrets.append(study.best_value - LEAST)
    print(sampler.__name__, statistics.mean(regrets), statistics.stdev(regrets) / math.sqrt(40))
