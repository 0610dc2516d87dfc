"""The archives of the binary versions of CIFAR-10 and CIFAR-100 with a few images, for CifarSourceTest.

Image i of a file has the label (3 i + file) mod classes, red i, green 100 + i and, at (x, y) = (1, 0), blue 200.

Usage: python3 cifar_files.py ../resources/org/meanfield/data
"""

import io
import os
import sys
import tarfile

import numpy as np


def records(file, count, classes, labels):
    rows = np.zeros((count, labels + 3072), np.uint8)
    rows[:, labels - 1] = (3 * np.arange(count) + file) % classes
    if labels == 2:
        rows[:, 0] = 19
    pixels = rows[:, labels:].reshape(count, 3, 32, 32)
    pixels[:, 0] = np.arange(count)[:, None, None]
    pixels[:, 1] = 100 + np.arange(count)[:, None, None]
    pixels[:, 2, 0, 1] = 200
    return rows.tobytes()


def archive(name, folder, files):
    with tarfile.open(name, "w:gz", format=tarfile.USTAR_FORMAT) as tar:
        head = tarfile.TarInfo(folder)
        head.type = tarfile.DIRTYPE
        tar.addfile(head)
        for file, content in files:
            entry = tarfile.TarInfo(f"{folder}/{file}")
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))


os.chdir(sys.argv[1])
ten = [(f"data_batch_{i}.bin", records(i, 4, 10, 1)) for i in range(1, 6)]
archive(
    "cifar-10-binary.tar.gz",
    "cifar-10-batches-bin",
    [("batches.meta.txt", b"airplane\n"), *reversed(ten), ("test_batch.bin", records(6, 3, 10, 1))],
)
archive(
    "cifar-100-binary.tar.gz",
    "cifar-100-binary",
    [("train.bin", records(1, 5, 100, 2)), ("test.bin", records(97, 2, 100, 2))],
)
