"""The trainings of src/bench/sweep.sh in PyTorch, in a pool of two processes of one thread each: every seed trains the
perceptron, is scored on the validation part after every epoch and on the test images at the end, and keeps its model.

usage: torch_sweep.py FOLDER_OF_FASHION_MNIST SEEDS EPOCHS
"""

import gzip
import multiprocessing
import os
import sys
import tempfile

os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
import torch
from torch import nn

BATCH, VALIDATION = 64, 5000
folder, seeds, epochs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
data = {}


def read(split):
    with gzip.open(f"{folder}/{split}-images-idx3-ubyte.gz") as file:
        images = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 784)
    with gzip.open(f"{folder}/{split}-labels-idx1-ubyte.gz") as file:
        labels = np.frombuffer(file.read(), np.uint8, offset=8)
    return images, torch.from_numpy(labels.astype(np.int64))


def load():
    """Reads the data once in each process, as floats."""
    torch.set_num_threads(1)
    images, labels = read("train")
    test_images, test_labels = read("t10k")
    mean, std = images.mean() / 255, images.std() / 255
    images, test_images = (
        (torch.from_numpy(pixels.astype(np.float32)) / 255 - mean) / std for pixels in (images, test_images)
    )
    data["train"] = images[VALIDATION:], labels[VALIDATION:]
    data["validation"] = images[:VALIDATION], labels[:VALIDATION]
    data["test"] = test_images, test_labels


def accuracy(model, split):
    images, labels = data[split]
    with torch.inference_mode():
        right = sum(
            (model(images[i : i + 500]).argmax(1) == labels[i : i + 500]).sum().item() for i in range(0, len(labels), 500)
        )
    return right / len(labels)


def train(seed):
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 256), nn.ReLU(), nn.Linear(256, 10))
    for layer in model:
        if isinstance(layer, nn.Linear):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001, fused=True)
    loss = nn.CrossEntropyLoss()
    images, labels = data["train"]
    for _ in range(epochs):
        order = torch.randperm(len(labels))
        for first in range(0, len(labels), BATCH):
            batch = order[first : first + BATCH]
            optimizer.zero_grad(set_to_none=True)
            loss(model(images[batch]), labels[batch]).backward()
            optimizer.step()
        accuracy(model, "validation")
    with tempfile.NamedTemporaryFile() as file:
        torch.save(model.state_dict(), file.name)
    return accuracy(model, "test")


if __name__ == "__main__":
    with multiprocessing.get_context("spawn").Pool(2, load) as pool:
        tested = pool.map(train, range(1, seeds + 1), chunksize=1)
    print(f"PyTorch: mean test accuracy {sum(tested) / len(tested):.4f}", file=sys.stderr)
