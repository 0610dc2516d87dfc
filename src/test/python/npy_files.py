"""Files as NumPy writes them, for NpyFileTest and NpyTest.

Usage: python3 npy_files.py ../resources/org/meanfield/data
"""

import os
import sys

import numpy as np

os.chdir(sys.argv[1])
images = (np.arange(6 * 3 * 2 * 3) * 7 % 256).astype(np.uint8).reshape(6, 3, 2, 3)
np.save("coloured.npy", images)
np.save("grey.npy", images[..., 0])
np.save("one-channel.npy", np.ascontiguousarray(images[..., :1]))
np.save("labels.npy", np.array([0, 1, 127]))
np.save("labels-uint8.npy", np.array([3, 2], np.uint8))
np.save("negative.npy", np.array([1, -1], np.int32))
np.save("floats.npy", images / 255)
np.save("big-endian.npy", np.array([1, 2], ">i8"))
np.save("fortran.npy", np.asfortranarray(images))
np.save("objects.npy", np.array([1, "a"], object))
np.save("records.npy", np.zeros(2, [("a", "u1"), ("b", "u1")]))
with open("version-2.npy", "wb") as file:
    np.lib.format.write_array(file, images, version=(2, 0))
