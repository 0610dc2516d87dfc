"""PyTorch as a peer of org.meanfield.bench.Peer: answers lines WORKLOAD BATCH MODE SECONDS with images per second.

usage: torch_peer.py LAYOUT, channels-last or channels-first. OMP_NUM_THREADS says how many threads it has; ONEDNN_MAX_CPU_ISA and
ATEN_CPU_CAPABILITY hold it to an instruction set. DEVICE is cpu (default) or cuda, PRECISION float32 (default), tf32 or bf16.
"""

import functools
import os
import sys
import time

import torch
from torch import nn

DEVICE = os.environ.get("DEVICE", "cpu")
PRECISION = os.environ.get("PRECISION", "float32")
LAYOUT = {"channels-last": torch.channels_last, "channels-first": torch.contiguous_format}[sys.argv[1]]


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
    return nn.Sequential(*layers)


class Block(nn.Module):
    def __init__(self, channels, filters, stride):
        super().__init__()
        self.first = nn.Conv2d(channels, filters, 3, stride, padding=1)
        self.first_norm = nn.BatchNorm2d(filters)
        self.second = nn.Conv2d(filters, filters, 3, padding=1)
        self.second_norm = nn.BatchNorm2d(filters)
        self.shortcut = nn.Identity()
        if channels != filters:
            self.shortcut = nn.Sequential(nn.Conv2d(channels, filters, 1, stride), nn.BatchNorm2d(filters))

    def forward(self, images):
        changed = self.second_norm(self.second(torch.relu(self.first_norm(self.first(images)))))
        return torch.relu(changed + self.shortcut(images))


def residual():
    layers, channels = [nn.Conv2d(3, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU()], 16
    for filters in (16, 32, 64):
        for block in range(3):
            layers.append(Block(channels, filters, 2 if filters > 16 and block == 0 else 1))
            channels = filters
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


@functools.cache
def workload(name, batch):
    """Returns network, optimizer, images and labels."""
    labels = (torch.arange(batch) % 10).to(DEVICE)
    if name == "mlp":
        network = nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 256), nn.ReLU(), nn.Linear(256, 10))
        network = network.to(DEVICE)
        images = torch.rand(batch, 784).to(DEVICE)
        return network, torch.optim.Adam(network.parameters(), lr=0.001, fused=True), images, labels
    network = residual() if name == "resnet" else convolutional(name == "cnn_batch_norm")
    network = network.to(DEVICE).to(memory_format=LAYOUT)
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9, nesterov=True, fused=True)
    images = torch.rand(batch, 3, 32, 32).to(DEVICE).contiguous(memory_format=LAYOUT)
    return network, optimizer, images, labels


def rate(seconds, batch, work):
    work()
    start = time.perf_counter()
    times = passed = 0
    while passed < seconds:
        work()
        times += 1
        if DEVICE == "cuda" and times % 20 == 0:
            torch.cuda.synchronize()  # once in 20 steps, as a round does
        passed = time.perf_counter() - start
    return times * batch / passed


def train(name, batch, seconds):
    network, optimizer, images, labels = workload(name, batch)
    network.train()
    loss = nn.CrossEntropyLoss()

    def step():
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast(DEVICE, torch.bfloat16, enabled=PRECISION == "bf16"):
            value = loss(network(images), labels)
        value.backward()
        optimizer.step()

    return rate(seconds, batch, step)


def infer(name, batch, seconds):
    network, _, images, _ = workload(name, batch)
    network.eval()
    with torch.inference_mode():
        return rate(seconds, batch, lambda: network(images))


torch.manual_seed(0)
torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = PRECISION == "tf32"
torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
for line in sys.stdin:
    name, batch, mode, seconds = line.split()
    print({"train": train, "infer": infer}[mode](name, int(batch), float(seconds)), flush=True)
