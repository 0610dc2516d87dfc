"""jobs/fashion-mnist-cnn.yaml in PyTorch: trains up to a test accuracy and prints the seconds that the
steps took. A step has the images of both workers, 2 × 64; all else is the job's.

usage: torch_time_to_accuracy.py ACCURACY FOLDER_OF_FASHION_MNIST SEED
"""

import gzip
import math
import sys
import time

import numpy as np
import torch
from torch import nn

BATCH, EPOCHS, WARM_UP, RATE = 128, 12, 100, 0.002
wanted, folder, seed = float(sys.argv[1]), sys.argv[2], int(sys.argv[3])


def read(split):
    with gzip.open(f"{folder}/{split}-images-idx3-ubyte.gz") as file:
        images = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 1, 28, 28)
    with gzip.open(f"{folder}/{split}-labels-idx1-ubyte.gz") as file:
        labels = np.frombuffer(file.read(), np.uint8, offset=8)
    return images, torch.from_numpy(labels.astype(np.int64))


def network():
    layers = [
        *(nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.Conv2d(64, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(64 * 7 * 7, 128), nn.ReLU(), nn.Dropout(0.5), nn.Linear(128, 10)),
    ]
    for layer in layers:
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)
    return nn.Sequential(*layers).to(memory_format=torch.channels_last)


torch.set_num_threads(2)
torch.manual_seed(seed)
images, labels = read("train")
test_images, test_labels = read("t10k")
mean, std = images.mean() / 255, images.std() / 255
images, test_images = (
    ((torch.from_numpy(pixels.astype(np.float32)) / 255 - mean) / std).contiguous(memory_format=torch.channels_last)
    for pixels in (images, test_images)
)
model = network()
optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.01, fused=True)
loss = nn.CrossEntropyLoss()
total = EPOCHS * math.ceil(len(labels) / BATCH)
seconds, step = 0.0, 0
while step < total:
    order = torch.randperm(len(labels))
    for first in range(0, len(labels), BATCH):
        start = time.perf_counter()
        after = max(0, step - WARM_UP) / (total - WARM_UP)
        rate = RATE * ((step + 1) / WARM_UP if step < WARM_UP else (1 + math.cos(math.pi * after)) / 2)
        for group in optimizer.param_groups:
            group["lr"] = rate
        batch = order[first : first + BATCH]
        optimizer.zero_grad(set_to_none=True)
        loss(model(images[batch]), labels[batch]).backward()
        optimizer.step()
        seconds += time.perf_counter() - start
        step += 1
        if step % 100 == 0:
            model.eval()
            with torch.inference_mode():
                right = sum(
                    (model(test_images[i : i + 500]).argmax(1) == test_labels[i : i + 500]).sum().item()
                    for i in range(0, len(test_labels), 500)
                )
            model.train()
            if right / len(test_labels) >= wanted:
                print(f"{seconds:.1f} s, {step} steps, {100 * right / len(test_labels):.2f} %")
                sys.exit()
print("never")
