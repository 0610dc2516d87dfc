"""Trajectories of the outer steps on one quadratic per worker, in double precision and apart from the program.

Worker i takes plain gradient steps on (x - c_i)' diag(a_i) (x - c_i) / 2; the last parameter stands for a running variance,
which no gradient changes: each worker puts down a number of its own. Everything is a simple function of its index, which
OuterStepTest repeats. 11 local steps of each worker: two rounds of one step, then rounds of three.

Usage: python3 outer_steps.py > ../resources/org/meanfield/train/outer-steps.csv
Each line: case, round from 0, cosine of the workers' steps, then the state after the round, then what is evaluated there.
"""

import math

import numpy as np

WORKERS, LEARNT, WARM_UP, LOCAL_STEPS, STEPS, FLOOR = 3, 4, 2, 3, 11, 0.1
BASE = 0.2
EXAMPLES = [5, 3, 4]

CURVATURE = np.array([[1 + (3 * i + 2 * j) % 5 / 2 for j in range(LEARNT)] for i in range(WORKERS)])
CENTRE = np.array([[((7 * i + 3 * j) % 11 - 5) / 2 for j in range(LEARNT)] for i in range(WORKERS)])


def learning_rate(step):
    """Half a cosine down to FLOOR."""
    return BASE * (FLOOR + (1 - FLOOR) * (1 + math.cos(math.pi * step / STEPS)) / 2)


def rounds():
    """The steps of each round: the first, and the one after the last."""
    ends = list(range(1, WARM_UP + 1)) + list(range(WARM_UP + LOCAL_STEPS, STEPS, LOCAL_STEPS)) + [STEPS]
    return list(zip([0] + ends[:-1], ends))


def local_steps(worker, start, first, end):
    x = start[:LEARNT].copy()
    for step in range(first, end):
        x -= learning_rate(step) * CURVATURE[worker] * (x - CENTRE[worker])
    # A variance that falls to almost nothing within the job.
    return np.append(x, (1 + worker) * 4.0 ** -end)


def slow_momentum(alpha, beta):
    def step(memory, old, new, rate):
        memory["u"] = beta * memory.get("u", 0) + (old - new) / rate
        return old - alpha * rate * memory["u"]

    return step


def nesterov(outer_rate, momentum):
    def step(memory, old, new, rate):
        delta = old - new
        memory["v"] = momentum * memory.get("v", 0) + delta
        return old - outer_rate * (delta + momentum * memory["v"])

    return step


def mean(memory, old, new, rate):
    return new


def pairwise_cosine(steps):
    total = weights = 0
    for i in range(WORKERS):
        for j in range(WORKERS):
            if i != j:
                weight = EXAMPLES[i] * EXAMPLES[j]
                cosine = steps[i] @ steps[j] / np.linalg.norm(steps[i]) / np.linalg.norm(steps[j])
                total += weight * cosine
                weights += weight
    return total / weights


def run(name, outer, decay=None, average_last=0):
    state = np.array([(3 * j) % 7 / 2 - 1 for j in range(LEARNT)] + [1.0])
    memory, average, last = {}, None, []
    plan = rounds()
    for number, (first, end) in enumerate(plan):
        results = [local_steps(worker, state, first, end) for worker in range(WORKERS)]
        cosine = pairwise_cosine([result - state for result in results])
        centre = sum(n * result for n, result in zip(EXAMPLES, results)) / sum(EXAMPLES)
        rate = np.mean([learning_rate(step) for step in range(first, end)])
        after = outer(memory, state, centre, rate)
        after[LEARNT:] = centre[LEARNT:]
        state = after
        evaluated = state
        if decay is not None:
            average = centre if average is None else decay * average + (1 - decay) * centre
            evaluated = average
        if number >= len(plan) - average_last:
            last.append(state)
            evaluated = np.mean(last, axis=0)
        print(",".join([name, str(number), repr(float(cosine))] + [repr(float(v)) for v in [*state, *evaluated]]))


run("mean", mean)
run("slow-momentum", slow_momentum(0.8, 0.6))
run("nesterov", nesterov(0.7, 0.9))
run("ema", mean, decay=0.75)
run("average-last", mean, average_last=3)
run("nesterov-average-last", nesterov(0.5, 0.5), average_last=2)
