"""What posterize, equalize, solarize and sharpness must give, by Pillow, in 256 levels.

Usage: python3 levels.py > ../resources/org/meanfield/image/levels.csv
Each line: operation, channels, height, width, then the levels of the outcome.
"""

import numpy as np
from PIL import Image, ImageEnhance, ImageOps

SHAPES = [(1, 17, 24), (3, 19, 21)]


def image(shape):
    index = np.arange(np.prod(shape))
    levels = ((index * 37 % 101) ** 2 // 41).astype(np.uint8).reshape(shape)
    return Image.fromarray(levels[0] if shape[0] == 1 else levels.transpose(1, 2, 0))


def show(name, shape, outcome):
    levels = np.asarray(outcome)
    levels = levels[None] if levels.ndim == 2 else levels.transpose(2, 0, 1)
    print(",".join([name, *map(str, shape), *map(str, levels.ravel())]))


for shape in SHAPES:
    start = image(shape)
    show("equalize", shape, ImageOps.equalize(start))
    for bits in (1, 3, 8):
        show(f"posterize {bits}", shape, ImageOps.posterize(start, bits))
    show("solarize 100", shape, ImageOps.solarize(start, 100))
    for factor in (0.1, 1.9):
        show(f"sharpness {factor}", shape, ImageEnhance.Sharpness(start).enhance(factor))
