"""Trajectories of the optimizers on softmax regression, in double precision and apart from ND4J.

The formulas are PyTorch's, but for the epsilon of Adam and AdamW, which is added to the uncorrected root as ND4J does.
Parameters, features and labels are simple functions of their index, which OptimizerTest repeats.

Usage: python3 optimizers.py > ../resources/org/meanfield/train/optimizer/optimizers.csv
Each line: case, step from 0, mean loss before the step, then after it the weights (column by column) and the biases.
"""

import math

import numpy as np

INPUTS, CLASSES, EXAMPLES, STEPS, WARM_UP, FLOOR = 3, 2, 5, 8, 3, 0.1

FEATURES = np.array([((5 * i) % 13 - 6) / 4 for i in range(EXAMPLES * INPUTS)]).reshape(EXAMPLES, INPUTS)
LABELS = np.eye(CLASSES)[[i % CLASSES for i in range(EXAMPLES)]]


def learning_rate(base, step):
    """Linear warm-up, then half a cosine down to FLOOR."""
    if step < WARM_UP:
        return base * (step + 1) / WARM_UP
    progress = (step - WARM_UP) / (STEPS - WARM_UP)
    return base * (FLOOR + (1 - FLOOR) * (1 + math.cos(math.pi * progress)) / 2)


def loss_and_gradients(weights, biases):
    scores = FEATURES @ weights + biases
    logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    difference = (np.exp(logs) - LABELS) / EXAMPLES
    return -(LABELS * logs).sum() / EXAMPLES, [FEATURES.T @ difference, difference.sum(axis=0)]


def unclipped(gradients):
    return gradients


def by_value(limit):
    return lambda gradients: [np.clip(g, -limit, limit) for g in gradients]


def by_global_norm(limit):
    def clip(gradients):
        norm = math.sqrt(sum((g * g).sum() for g in gradients))
        return [g * min(1.0, limit / (norm + 1e-6)) for g in gradients]

    return clip


def sgd(base, momentum=0.0, nesterov=False):
    """torch.optim.SGD: returns the new parameter and state."""

    def update(parameter, gradient, state, step):
        velocity = momentum * state.get("v", 0.0) + gradient
        direction = gradient + momentum * velocity if nesterov else velocity
        return parameter - learning_rate(base, step) * direction, {"v": velocity}

    return update


def adam(base, beta1, beta2, epsilon):
    def update(parameter, gradient, state, step):
        t = step + 1
        m = beta1 * state.get("m", 0.0) + (1 - beta1) * gradient
        v = beta2 * state.get("v", 0.0) + (1 - beta2) * gradient**2
        rate = learning_rate(base, step) * math.sqrt(1 - beta2**t) / (1 - beta1**t)
        return parameter - rate * m / (np.sqrt(v) + epsilon), {"m": m, "v": v}

    return update


def run(name, update, decay=0.0, decoupled=0.0, clip=unclipped):
    flat = np.array([((7 * i) % 11 - 5) / 10 for i in range(INPUTS * CLASSES + CLASSES)])
    weights = flat[: INPUTS * CLASSES].reshape(INPUTS, CLASSES, order="F")
    biases = flat[INPUTS * CLASSES :]
    states = [{}, {}]
    for step in range(STEPS):
        loss, gradients = loss_and_gradients(weights, biases)
        gradients = clip(gradients)
        gradients[0] = gradients[0] + decay * weights
        shrunk = weights * (1 - learning_rate(1.0, step) * decoupled)
        weights, states[0] = update(shrunk, gradients[0], states[0], step)
        biases, states[1] = update(biases, gradients[1], states[1], step)
        values = [loss, *weights.ravel(order="F"), *biases]
        print(",".join([name, str(step)] + [repr(float(value)) for value in values]))


run("sgd", sgd(0.5))
run("sgd-decay", sgd(0.5), decay=0.1)
run("sgd-value", sgd(0.5), clip=by_value(0.1))
run("sgd-global-norm", sgd(0.5), decay=0.1, clip=by_global_norm(0.2))
run("momentum", sgd(0.2, momentum=0.9))
run("momentum-decay", sgd(0.2, momentum=0.8), decay=0.1)
run("nesterov", sgd(0.2, momentum=0.9, nesterov=True))
run("nesterov-decay", sgd(0.2, momentum=0.8, nesterov=True), decay=0.1)
run("adam", adam(0.1, 0.9, 0.999, 1e-8))
run("adam-epsilon", adam(0.1, 0.8, 0.95, 0.01), decay=0.1)
# PyTorch shrinks the weights by (learning rate · decay): the base is 0.1, the decay 0.3.
run("adamw", adam(0.1, 0.9, 0.999, 1e-8), decoupled=0.1 * 0.3)
