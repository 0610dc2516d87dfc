"""The same evaluation in PyTorch, NumPy and SciPy: fifteen corruptions of Fashion-MNIST's test images, scored by a CNN.

Usage: OMP_NUM_THREADS=1 python torch_robustness.py FOLDER SEVERITIES     for instance ~/data/fashion-mnist 1,2,3,4,5
Two processes of one thread have half of the images each and corrupt them a batch at a time, with whole arrays wherever NumPy and
SciPy can. Prints images per second and the share of the time that went into corruption.
"""

import gzip
import multiprocessing
import os
import sys
import time

import numpy as np
import torch
from scipy import ndimage
from torch import nn

BATCH = 500
PROCESSES = 2


def test_images(folder):
    with gzip.open(os.path.join(folder, "t10k-images-idx3-ubyte.gz")) as file:
        return np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 28, 28)


def network():
    """Returns the network of jobs/fashion-mnist-cnn.yaml."""
    layers, channels = [], 1
    for filters, convolutions in ((32, 1), (64, 2)):
        for _ in range(convolutions):
            layers += [nn.Conv2d(channels, filters, 3, padding=1), nn.ReLU()]
            channels = filters
        layers.append(nn.MaxPool2d(2))
    layers += [nn.Flatten(), nn.Linear(64 * 7 * 7, 128), nn.ReLU(), nn.Linear(128, 10), nn.Softmax(1)]
    return nn.Sequential(*layers).to(memory_format=torch.channels_last).eval()


def normal(x, random):
    return random.standard_normal(x.shape, np.float32)


def impulse(x, c, random):
    draw = random.random(x.shape, np.float32)
    return np.where(draw < c / 2, 0, np.where(draw < c, 1, x))


def defocus(x, c, random):
    radius, alias = c
    reach = 8 if radius <= 8 else radius
    line = np.arange(-reach, reach + 1)
    disc = (line[:, None] ** 2 + line**2 <= radius**2).astype(np.float32)
    half = 1 if radius <= 8 else 2
    disc = ndimage.gaussian_filter(disc / disc.sum(), alias, radius=half, mode="mirror")
    kept = np.flatnonzero(disc.max(0) > 0)
    return ndimage.correlate(x, disc[kept[0] : kept[-1] + 1, kept[0] : kept[-1] + 1][None], mode="mirror")


def motion(x, c, random):
    radius, sigma = c
    weights = np.exp(-(np.arange(2 * radius + 1) ** 2) / (2 * sigma**2))
    weights /= weights.sum()
    angles = np.radians(random.uniform(-45, 45, len(x)))
    rows, columns = np.indices(x.shape[1:])
    images = np.arange(len(x))[:, None, None]
    outcome = np.zeros_like(x)
    for i, weight in enumerate(weights):
        dx = np.ceil(i * np.cos(angles) - 0.5).astype(int)[:, None, None]
        dy = np.ceil(i * np.sin(angles) - 0.5).astype(int)[:, None, None]
        outcome += np.float32(weight) * x[images, np.clip(rows + dy, 0, 27), np.clip(columns + dx, 0, 27)]
    return outcome


def contrast(x, c, random):
    means = x.mean((1, 2), keepdims=True)
    return (x - means) * c + means


def pixelate(x, c, random):
    size = int(28 * c)
    edges = np.linspace(0, 28, size + 1)
    weights = np.clip(np.minimum(edges[1:, None], np.arange(1, 29)) - np.maximum(edges[:-1, None], np.arange(28)), 0, 1)
    weights = (weights / weights.sum(1, keepdims=True)).astype(np.float32)
    small = np.rint(255 * (weights @ x @ weights.T))
    nearest = ((np.arange(28) + 0.5) * size / 28).astype(int)
    return small[:, nearest][:, :, nearest] / 255


def warp(x, matrix, offset=(0, 0)):
    centre = np.array([13.5, 13.5])
    return ndimage.affine_transform(x, matrix, centre - matrix @ centre - offset, order=1, mode="grid-constant")


def sides(x, random):
    return random.choice([-1, 1], len(x))


def rotate(x, c, random):
    angles = c * sides(x, random)
    return np.stack([warp(i, np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])) for i, a in zip(x, angles)])


def shear(x, c, random):
    angles = c * sides(x, random)
    return np.stack([warp(i, np.array([[np.cos(a), 0], [-np.sin(a), 1]])) for i, a in zip(x, angles)])


def scale(x, c, random):
    return np.stack([warp(i, np.eye(2) / c) for i in x])


def translate(x, c, random):
    offsets = c * random.choice([-1, 1], (len(x), 2))
    return np.stack([warp(i, np.eye(2), offset) for i, offset in zip(x, offsets)])


CORRUPTIONS = [
    (lambda x, c, random: x + c * normal(x, random), [0.08, 0.12, 0.18, 0.26, 0.38]),
    (lambda x, c, random: random.poisson(x * c) / np.float32(c), [60, 25, 12, 5, 3]),
    (impulse, [0.03, 0.06, 0.09, 0.17, 0.27]),
    (lambda x, c, random: x + x * c * normal(x, random), [0.15, 0.2, 0.35, 0.45, 0.6]),
    (lambda x, c, random: ndimage.gaussian_filter(x, (0, c, c), mode="nearest"), [1, 2, 3, 4, 6]),
    (defocus, [(3, 0.1), (4, 0.5), (6, 0.5), (8, 0.5), (10, 0.5)]),
    (motion, [(10, 3), (15, 5), (15, 8), (15, 12), (20, 15)]),
    (contrast, [0.4, 0.3, 0.2, 0.1, 0.05]),
    (lambda x, c, random: x + np.float32(c), [0.1, 0.2, 0.3, 0.4, 0.5]),
    (pixelate, [0.6, 0.5, 0.4, 0.3, 0.25]),
    (lambda x, c, random: np.rint(x * (2**c - 1)) / np.float32(2**c - 1), [5, 4, 3, 2, 1]),
    (rotate, [0.2, 0.4, 0.6, 0.8, 1.0]),
    (shear, [0.2, 0.4, 0.6, 0.8, 1.0]),
    (scale, [0.9, 0.8, 0.7, 0.6, 0.5]),
    (translate, [1, 2, 3, 4, 5]),
]


def evaluate(part, folder, severities, barrier, outcome):
    torch.set_num_threads(1)
    torch.manual_seed(0)
    images = test_images(folder)[part::PROCESSES]
    model = network()
    random = np.random.default_rng(part)
    corrupting = 0.0
    counts = np.zeros(10, int)

    def score(x):
        tensor = torch.from_numpy(((x - np.float32(0.286)) / np.float32(0.353)).astype(np.float32, copy=False))[:, None]
        counts[:] += np.bincount(model(tensor.contiguous(memory_format=torch.channels_last)).argmax(1).numpy(), minlength=10)

    with torch.inference_mode():
        score(np.zeros((BATCH, 28, 28), np.float32))
        barrier.wait()
        begun = time.perf_counter()
        for start in range(0, len(images), BATCH):
            block = images[start : start + BATCH].astype(np.float32) / 255
            score(block)
            for corrupt, levels in CORRUPTIONS:
                for severity in severities:
                    before = time.perf_counter()
                    corrupted = np.clip(corrupt(block, levels[severity - 1], random), 0, 1)
                    corrupting += time.perf_counter() - before
                    score(corrupted)
        outcome.put((len(images) * (1 + len(CORRUPTIONS) * len(severities)), time.perf_counter() - begun, corrupting))


if __name__ == "__main__":
    wanted = [int(severity) for severity in sys.argv[2].split(",")]
    context = multiprocessing.get_context("spawn")
    gate, results = context.Barrier(PROCESSES), context.Queue()
    workers = [context.Process(target=evaluate, args=(i, sys.argv[1], wanted, gate, results)) for i in range(PROCESSES)]
    for worker in workers:
        worker.start()
    scored, seconds, corruption = zip(*[results.get() for _ in workers])
    for worker in workers:
        worker.join()
    print(f"{sum(scored) / max(seconds):.0f} images/s, {100 * sum(corruption) / sum(seconds):.1f} % of the time in corruption")
