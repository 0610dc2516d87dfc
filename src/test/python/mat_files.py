"""Writes the MATLAB files of MatFileTest, and what SciPy reads in them.

    python3 src/test/python/mat_files.py        (made with SciPy 1.17.1 and NumPy 2.4.6)
"""

from pathlib import Path

import numpy as np
import scipy.io

folder = Path(__file__).parents[1] / "resources/org/meanfield/data"
random = np.random.default_rng(20)
images = 5
x = (random.integers(0, 4, (32, 32, 3, images)) * 80).astype(np.uint8)
y = np.array([[1], [10], [3], [10], [9]], dtype=np.uint8)
others = {"a": np.arange(6.0).reshape(2, 3), "text": "ten", "cells": np.array([[1, "b"]], dtype=object)}

scipy.io.savemat(folder / "compressed.mat", {"X": x, "y": y}, do_compression=True)
scipy.io.savemat(folder / "plain.mat", {**others, "y": y.astype(float), "X": x})
scipy.io.savemat(folder / "one.mat", {"X": x[..., 0], "y": y[:1]}, do_compression=True)
scipy.io.savemat(folder / "wide.mat", {"X": x.astype(np.uint16), "y": y}, do_compression=True)
scipy.io.savemat(folder / "turned.mat", {"X": x.transpose(3, 2, 0, 1).copy(), "y": y}, do_compression=True)
scipy.io.savemat(folder / "short.mat", {"X": x, "y": y[:4]}, do_compression=True)
scipy.io.savemat(folder / "eleven.mat", {"X": x, "y": y + 1}, do_compression=True)
scipy.io.savemat(folder / "text.mat", {"X": x, "y": "ten"}, do_compression=True)
scipy.io.savemat(folder / "without-y.mat", {"X": x, "a": y}, do_compression=True)

reads = []
for name in ("compressed", "plain"):
    read = scipy.io.loadmat(folder / f"{name}.mat")
    # Image after image, each in planes of rows, then the labels with 0 for 10.
    planes = np.ascontiguousarray(read["X"].transpose(3, 2, 0, 1))
    labels = (read["y"].ravel() % 10).astype(np.uint8)
    reads.append(planes.tobytes() + labels.tobytes())
assert reads[0] == reads[1]
(folder / "read.bin").write_bytes(reads[0])
