"""PyTorch as a peer of org.meanfield.bench.Peer: answers lines WORKLOAD MODE SECONDS with images per second.

OMP_NUM_THREADS says how many threads it has. Convolutions run in their faster memory layout, channels last.
"""

import os
import sys
import time

import torch
from torch import nn

BATCH = 128


def convolutional(batch_norm):
    layers, channels = [], 3
    for filters in (32, 64, 128):
        for _ in range(2):
            layers.append(nn.Conv2d(channels, filters, 3, padding=1))
            if batch_norm:
                layers.append(nn.BatchNorm2d(filters))
            layers.append(nn.ReLU())
            channels = filters
        layers.append(nn.MaxPool2d(2))
    layers += [nn.Flatten(), nn.Linear(128 * 4 * 4, 128), nn.ReLU(), nn.Linear(128, 10)]
    return nn.Sequential(*layers).to(memory_format=torch.channels_last)


def workload(name):
    """Returns network, optimizer, images and labels."""
    labels = torch.arange(BATCH) % 10
    if name == "mlp":
        network = nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 256), nn.ReLU(), nn.Linear(256, 10))
        return network, torch.optim.Adam(network.parameters(), lr=0.001, fused=True), torch.rand(BATCH, 784), labels
    network = convolutional(name == "cnn_batch_norm")
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9, nesterov=True, fused=True)
    images = torch.rand(BATCH, 3, 32, 32).contiguous(memory_format=torch.channels_last)
    return network, optimizer, images, labels


def rate(seconds, work):
    work()
    start = time.perf_counter()
    times = passed = 0
    while passed < seconds:
        work()
        times += 1
        passed = time.perf_counter() - start
    return times * BATCH / passed


def train(name, seconds):
    network, optimizer, images, labels = workloads[name]
    network.train()
    loss = nn.CrossEntropyLoss()

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss(network(images), labels).backward()
        optimizer.step()

    return rate(seconds, step)


def infer(name, seconds):
    network, _, images, _ = workloads[name]
    network.eval()
    with torch.inference_mode():
        return rate(seconds, lambda: network(images))


torch.manual_seed(0)
torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
workloads = {name: workload(name) for name in ("mlp", "cnn", "cnn_batch_norm")}
for line in sys.stdin:
    name, mode, seconds = line.split()
    print({"train": train, "infer": infer}[mode](name, float(seconds)), flush=True)
