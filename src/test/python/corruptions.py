"""What the corruptions must give, by NumPy and SciPy in double precision.

The constants and steps are those of the published scripts, CIFAR-10-C's for three channels and MNIST-C's for one:
https://github.com/hendrycks/robustness, ImageNet-C/create_c/make_cifar_c.py (Hendrycks and Dietterich 2019), and
https://github.com/google-research/mnist-c, corruptions.py (Mu and Gilmer 2019). What they call of scikit-image, OpenCV, Pillow
and ImageMagick is written out here. The images are simple functions of their index, which EachCorruptionTest repeats.

Usage: python3 corruptions.py > ../resources/org/meanfield/corrupt/corruptions.csv
Each line: corruption, severity, what is drawn, channels, height, width, then the values of the outcome.
"""

import colorsys

import numpy as np
from scipy import ndimage

SHAPES = [(1, 7, 5), (3, 4, 5)]


def image(shape):
    return (np.arange(np.prod(shape)) * 37 % 256 / 255).reshape(shape)


def by_plane(operation, pixels):
    return np.stack([operation(plane) for plane in pixels])


def gaussian_blur(x, c):
    return by_plane(lambda plane: ndimage.gaussian_filter(plane, c, mode="nearest", truncate=4), x)


def disk(radius, alias_blur):
    # cv2.GaussianBlur: normalized weights, borders mirrored at the last pixel, which SciPy calls mirror.
    reach = 8 if radius <= 8 else radius
    line = np.arange(-reach, reach + 1)
    x, y = np.meshgrid(line, line)
    aliased = (x**2 + y**2 <= radius**2).astype(float)
    aliased /= aliased.sum()
    half = 1 if radius <= 8 else 2
    weights = np.exp(-(np.arange(-half, half + 1) ** 2) / (2 * alias_blur**2))
    weights /= weights.sum()
    return ndimage.correlate1d(ndimage.correlate1d(aliased, weights, 0, mode="mirror"), weights, 1, mode="mirror")


def defocus_blur(x, c):
    kernel = disk(*c)
    return by_plane(lambda plane: ndimage.correlate(plane, kernel, mode="mirror"), x)


def motion_blur(x, c, degrees):
    # ImageMagick's MotionBlurImage, whose pixels beyond the edge are those of the edge.
    radius, sigma = c
    width = int(2 * np.ceil(radius) + 1)
    kernel = np.exp(-(np.arange(width) ** 2) / (2 * sigma**2))
    kernel /= kernel.sum()
    angle = np.radians(degrees)
    outcome = np.zeros(x.shape)
    rows, columns = np.indices(x.shape[1:])
    for i, weight in enumerate(kernel):
        dx, dy = int(np.ceil(i * np.cos(angle) - 0.5)), int(np.ceil(i * np.sin(angle) - 0.5))
        outcome += weight * x[:, np.clip(rows + dy, 0, x.shape[1] - 1), np.clip(columns + dx, 0, x.shape[2] - 1)]
    return outcome


def contrast(x, c):
    means = x.mean(axis=(1, 2), keepdims=True)
    return (x - means) * c + means


def hsv(x, change):
    """change takes and gives hue, saturation and value, of which it returns those within [0, 1]."""
    if len(x) == 1:
        x = np.repeat(x, 3, axis=0)
        grey = True
    else:
        grey = False
    outcome = np.empty(x.shape)
    for place in np.ndindex(x.shape[1:]):
        channels = (slice(None), *place)
        outcome[channels] = colorsys.hsv_to_rgb(*change(*colorsys.rgb_to_hsv(*x[channels])))
    return np.einsum("c,chw->hw", [0.2125, 0.7154, 0.0721], outcome)[None] if grey else outcome


def clip(x):
    return min(1, max(0, x))


def brightness(x, c):
    return hsv(x, lambda h, s, v: (h, s, clip(v + c)))


def saturate(x, c):
    if len(x) == 1:
        return hsv(x, lambda h, s, v: tuple(clip(part * c[0] + c[1]) for part in (h, s, v)))
    return hsv(x, lambda h, s, v: (h, clip(s * c[0] + c[1]), v))


def box_resize(levels, size, axis):
    """One pass of Pillow's resize with BOX on 8 bits, ImagingResample of its Resample.c, in its fixed point."""
    levels = np.moveaxis(levels, axis, 0)
    scale = levels.shape[0] / size
    filter_scale = max(scale, 1)
    support = 0.5 * filter_scale
    rows = []
    for i in range(size):
        centre = (i + 0.5) * scale
        low, high = max(0, int(centre - support + 0.5)), min(levels.shape[0], int(centre + support + 0.5))
        places = (np.arange(low, high) - centre + 0.5) / filter_scale
        weights = ((places > -0.5) & (places <= 0.5)).astype(float)
        fixed = (0.5 + weights / weights.sum() * (1 << 22)).astype(np.int64)
        rows.append(((1 << 21) + np.tensordot(fixed, levels[low:high], 1)) >> 22)
    return np.moveaxis(np.clip(np.stack(rows), 0, 255), 0, axis)


def pixelate(x, c):
    levels = np.rint(x * 255).astype(np.int64)
    _, height, width = x.shape
    small = box_resize(box_resize(levels, int(width * c), 2), int(height * c), 1)
    return box_resize(box_resize(small, width, 2), height, 1) / 255


def quantize(x, c):
    return np.rint(x * (2**c - 1)) / (2**c - 1)


def warp(x, matrix):
    """skimage.transform.warp(inverse_map=matrix) with the centre kept, order 1 and black outside; (x, y) as there."""
    matrix = np.array(matrix)[::-1, ::-1]
    centre = (np.array(x.shape[1:]) - 1) / 2
    offset = centre - matrix @ centre
    return by_plane(lambda plane: ndimage.affine_transform(plane, matrix, offset, order=1, mode="grid-constant"), x)


def rotate(x, c, side):
    c *= side
    return warp(x, [[np.cos(c), -np.sin(c)], [np.sin(c), np.cos(c)]])


def shear(x, c, side):
    c *= side
    return warp(x, [[1, -np.sin(c)], [0, np.cos(c)]])


def scale(x, c):
    return warp(x, [[1 / c, 0], [0, 1 / c]])


def translate(x, c, sides):
    return by_plane(lambda plane: ndimage.shift(plane, (c * sides[1], c * sides[0]), order=1, mode="grid-constant"), x)


MNIST_ONLY = {
    quantize: [5, 4, 3, 2, 1],
    rotate: [0.2, 0.4, 0.6, 0.8, 1.0],
    shear: [0.2, 0.4, 0.6, 0.8, 1.0],
    scale: [0.9, 0.8, 0.7, 0.6, 0.5],
    translate: [1, 2, 3, 4, 5],
}
MNIST = MNIST_ONLY | {
    gaussian_blur: [1, 2, 3, 4, 6],
    defocus_blur: [(3, 0.1), (4, 0.5), (6, 0.5), (8, 0.5), (10, 0.5)],
    motion_blur: [(10, 3), (15, 5), (15, 8), (15, 12), (20, 15)],
    contrast: [0.4, 0.3, 0.2, 0.1, 0.05],
    brightness: [0.1, 0.2, 0.3, 0.4, 0.5],
    saturate: [(0.3, 0), (0.1, 0), (2, 0), (5, 0.1), (20, 0.2)],
    pixelate: [0.6, 0.5, 0.4, 0.3, 0.25],
}
CIFAR = MNIST_ONLY | {
    gaussian_blur: [0.4, 0.6, 0.7, 0.8, 1],
    defocus_blur: [(0.3, 0.4), (0.4, 0.5), (0.5, 0.6), (1, 0.2), (1.5, 0.1)],
    motion_blur: [(6, 1), (6, 1.5), (6, 2), (8, 2), (9, 2.5)],
    contrast: [0.75, 0.5, 0.4, 0.3, 0.15],
    brightness: [0.05, 0.1, 0.15, 0.2, 0.3],
    saturate: [(0.3, 0), (0.1, 0), (1.5, 0), (2, 0.1), (2.5, 0.2)],
    pixelate: [0.95, 0.9, 0.85, 0.75, 0.65],
}
# What is drawn: a side, one sideways and one downwards, or an angle in degrees.
DRAWS = {
    rotate: [1, -1],
    shear: [1, -1],
    translate: [(1, 1), (1, -1), (-1, 1), (-1, -1)],
    motion_blur: [-40, 0, 25],
}

for shape in SHAPES:
    x = image(shape)
    for corruption, severities in (MNIST if shape[0] == 1 else CIFAR).items():
        for severity, c in enumerate(severities, 1):
            for draw in DRAWS.get(corruption, [None]):
                outcome = np.clip(corruption(x, c) if draw is None else corruption(x, c, draw), 0, 1)
                drawn = "" if draw is None else " ".join(map(str, draw if isinstance(draw, tuple) else (draw,)))
                name = corruption.__name__.replace("_", "-")
                print(",".join([name, str(severity), drawn, *map(str, shape)] + [f"{value:.6g}" for value in outcome.ravel()]))
