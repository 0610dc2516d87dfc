"""What the corruptions that draw must give, by NumPy, SciPy, scikit-image and OpenCV, with the numbers that Java draws (Draws.java).

The constants and steps are those of the published scripts: https://github.com/hendrycks/robustness, make_cifar_c.py and
make_tinyimagenet_c.py in ImageNet-C/create_c and imagenet_c/corruptions.py (Hendrycks and Dietterich 2019), and
https://github.com/google-research/mnist-c, corruptions.py (Mu and Gilmer 2019), without their rounding to levels. ImageMagick's
motion blur and OpenCV's affine warp, whose places are rounded to 1/32 pixel, are written out. EffectsTest repeats the images.

Usage (NumPy 2.4, SciPy 1.17, scikit-image 0.26, OpenCV 5.0, Java 17):
python3 effects.py > ../resources/org/meanfield/corrupt/effects.csv
Each line: corruption, constants, severity, seed, channels, height, width, mean of the outcome, then every 31st value of it.
"""

import subprocess

import cv2
import numpy as np
from scipy import ndimage
from skimage import feature
from skimage.filters import gaussian

STRIDE = 31
JAVA = subprocess.Popen(["java", "Draws.java"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)


def ask(request):
    JAVA.stdin.write(request + "\n")
    JAVA.stdin.flush()
    return JAVA.stdout.readline().strip()


def double():
    return float(ask("d"))


def uniform(low, high, size):
    return np.array([low + (high - low) * double() for _ in range(np.prod(size))]).reshape(size)


def normal(mean, std, size):
    return np.array([mean + std * float(ask("g")) for _ in range(np.prod(size))]).reshape(size)


def integer(low, high):
    return int(ask(f"i {low} {high}"))


def image(shape):
    """[channels, height, width]: discs and a slope, in levels of 1/255."""
    c, y, x = np.indices(shape)
    inside = (x - 9 - c) ** 2 + (y - 12) ** 2 < 40 + 10 * c
    other = 2 * (x - 21) ** 2 + (y - 17 + 2 * c) ** 2 < 50
    return np.minimum(255, (x * 3 + y * 2 + 11 * c) % 256 + 90 * inside + 70 * other) / 255


def smooth(x, sigma):
    if x.ndim == 2:
        return gaussian(x, sigma=sigma, mode="nearest")
    return np.stack([gaussian(plane, sigma=sigma, mode="nearest") for plane in x])


def clipped_zoom(plane, factor):
    side = plane.shape[0]
    shown = int(np.ceil(side / factor))
    start = (side - shown) // 2
    zoomed = ndimage.zoom(plane[start : start + shown, start : start + shown], factor, order=1)
    trim = (zoomed.shape[0] - side) // 2
    return zoomed[trim : trim + side, trim : trim + side]


def trail(plane, radius, sigma, degrees):
    width = int(2 * np.ceil(radius) + 1)
    kernel = np.exp(-(np.arange(width) ** 2) / (2 * sigma**2))
    kernel /= kernel.sum()
    angle = np.radians(degrees)
    rows, columns = np.indices(plane.shape)
    outcome = np.zeros(plane.shape)
    for i, weight in enumerate(kernel):
        dx, dy = int(np.ceil(i * np.cos(angle) - 0.5)), int(np.ceil(i * np.sin(angle) - 0.5))
        outcome += weight * plane[np.clip(rows + dy, 0, len(plane) - 1), np.clip(columns + dx, 0, len(plane) - 1)]
    return outcome


def plasma(side, decay):
    heights = np.zeros((side, side))
    step, wobble = side, 100.0
    roll = np.roll

    def wobbled(sums):
        return sums / 4 + wobble * uniform(-wobble, wobble, sums.shape)

    while step >= 2:
        half = step // 2
        corners = heights[::step, ::step]
        pairs = corners + roll(corners, -1, 0)
        heights[half::step, half::step] = wobbled(pairs + roll(pairs, -1, 1))
        middles, corners = heights[half::step, half::step], heights[::step, ::step]
        heights[::step, half::step] = wobbled(middles + roll(middles, 1, 0) + corners + roll(corners, -1, 1))
        heights[half::step, ::step] = wobbled(middles + roll(middles, 1, 1) + corners + roll(corners, -1, 0))
        step, wobble = half, wobble / decay
    heights -= heights.min()
    return heights / heights.max()


def glass_blur(x, c, constants):
    sigma, distance, passes = c
    x = smooth(x, sigma)
    for _ in range(passes):
        for h in range(x.shape[1] - distance, distance, -1):
            for w in range(x.shape[2] - distance, distance, -1):
                if constants != "mnist-c" or ask("b") == "true":
                    other_w, other_h = w + integer(-distance, distance), h + integer(-distance, distance)
                    if len(x) == 1:
                        x[0, h, w], x[0, other_h, other_w] = x[0, other_h, other_w], x[0, h, w]
                    else:  # of the published script's views of a coloured pixel, the first is overwritten before it is read
                        x[:, h, w], x[:, other_h, other_w] = x[:, other_h, other_w], x[:, h, w]
    return smooth(x, sigma)


def zoom_blur(x, c, constants):
    out = sum(np.stack([clipped_zoom(plane, factor) for plane in x]) for factor in c)
    return (x + out) / (len(c) + 1)


def fog(x, c, constants):
    side = {"mnist-c": 256, "cifar-10-c": 32, "tiny-imagenet-c": 64}[constants]
    most = x.max()
    return (x + c[0] * plasma(side, c[1])[: x.shape[1], : x.shape[2]]) * most / (most + c[0])


def luma(x):
    return x[0] if len(x) == 1 else np.einsum("c,chw->hw", [0.299, 0.587, 0.114], x)


def snow(x, c, constants):
    layer = np.clip(clipped_zoom(normal(c[0], c[1], x.shape[1:]), c[2]), 0, 1)
    layer[layer < c[3]] = 0
    layer = trail(layer, c[4], c[5], -135 + 90 * double())
    return c[6] * x + (1 - c[6]) * np.maximum(x, luma(x) * 1.5 + 0.5) + layer + np.rot90(layer, k=2)


def spatter(x, c, constants):
    liquid = smooth(normal(c[0], c[1], x.shape[1:]), c[2])
    liquid[liquid < c[3]] = 0
    if c[5] == 0 and constants != "mnist-c":
        liquid = (np.minimum(1, liquid) * 255).astype(np.uint8)  # the script's 256 becomes 0
        dist = 255 - cv2.Canny(liquid, 50, 150)
        dist = cv2.distanceTransform(dist, cv2.DIST_L2, 5)
        dist = np.minimum(dist, 20)
        dist = cv2.equalizeHist(cv2.blur(dist, (3, 3)).astype(np.uint8))
        dist = cv2.filter2D(dist, cv2.CV_8U, np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]))
        light = liquid * cv2.blur(dist, (3, 3)).astype(np.float32)
        return x + np.array([175, 238, 238])[:, None, None] / 255 * light / light.max() * c[4]
    cover = smooth(np.where(liquid > c[3], 1.0, 0.0), c[4])
    cover[cover < 0.8] = 0
    return x * (1 - cover) + np.array([63, 42, 20][: len(x)])[:, None, None] / 255 * cover


def elastic_transform(x, c, constants):
    height, width = x.shape[1:]
    side = min(height, width)
    strength, sigma, move = (side * share for share in c)
    centre, reach = np.array([width // 2, height // 2]), side // 3
    old = np.array([centre + reach, [centre[0] + reach, centre[1] - reach], centre - reach], float)
    new = old + uniform(-move, move, old.shape)
    back = np.linalg.solve(np.c_[new, np.ones(3)], old).T
    columns, rows = np.meshgrid(np.arange(width), np.arange(height))
    from_x, from_y = (back[k, 0] * columns + back[k, 1] * rows + back[k, 2] for k in range(2))
    black = constants == "mnist-c"
    mode = "grid-constant" if black else "mirror"
    x = np.stack([ndimage.map_coordinates(plane, (from_y, from_x), order=1, mode=mode) for plane in x])

    def field():
        draws = uniform(-1, 1, (height, width))
        return ndimage.gaussian_filter(draws, sigma, mode="reflect", truncate=3) * strength

    dx, dy = field(), field()
    mode = "constant" if black else "reflect"
    return np.stack([ndimage.map_coordinates(plane, (rows + dy, columns + dx), order=1, mode=mode) for plane in x])


def stripe(x, c, constants):
    x = x.copy()
    x[..., :7], x[..., 21:] = 1 - x[..., :7], 1 - x[..., 21:]
    return x


def inverse(x, c, constants):
    return 1 - x


def canny_edges(x, c, constants):
    return np.broadcast_to(feature.canny(luma(x)), x.shape).astype(float)


def line_from_points(c0, r0, c1, r1):
    cc, rr = np.meshgrid(np.linspace(0, 27, 28), np.linspace(0, 27, 28), sparse=True)
    dist = np.clip(np.abs(rr - ((r1 - r0) / (c1 - c0) * (cc - c0) + r0)), 0, 2.3 - 1e-10)
    brightness = np.clip(np.log(1 - dist / 2.3) + 1, 0, 1)
    brightness[:, : int(np.floor(c0))] = 0
    brightness[:, int(np.ceil(c1)) :] = 0
    return brightness


def line(x, c, constants):
    c0, c1 = integer(0, 5), integer(22, 27)
    r0, r1 = integer(0, 27), integer(0, 27)
    return x + line_from_points(c0, r0, c1, r1)


def dotted_line(x, c, constants):
    r0, r1 = integer(0, 27), integer(0, 27)
    brightness = line_from_points(0, r0, 27, r1)
    for start in range(0, 26, 4):
        brightness[:, start : start + 2] = 0
    return x + brightness


def zigzag(x, c, constants):
    a = b = 2.0
    c0, c1 = 2, 25
    r0 = integer(0, 27)
    r1 = r0 + integer(-5, 5)
    theta = np.arctan((r1 - r0) / (c1 - c0))
    d = (c1 - c0) / np.cos(theta)
    ends = [(0, 0)]
    for i in range(int((d - a) // (2 * a)) + 1):
        ends.append(((2 * i + 1) * a, (-1) ** i * b))
    most = 2 * a * (d // (2 * a))
    if d != most:
        ends.append((d, ends[-1][1] / (2 * (d - most))))
    turn = np.array([[np.cos(theta), -np.sin(theta)], [np.sin(theta), np.cos(theta)]])
    columns, rows = turn @ np.array(ends).T + np.array([[c0], [r0]])
    for i in range(1, len(ends)):
        x = x + line_from_points(columns[i - 1], rows[i - 1], columns[i], rows[i])
    return x


ZOOMS = [np.arange(1, end, 0.01) for end in (1.06, 1.11, 1.16, 1.21, 1.26)]
LARGE_ZOOMS = [np.arange(1, end, step) for end, step in ((1.11, 0.01), (1.16, 0.01), (1.21, 0.02), (1.26, 0.02), (1.31, 0.03))]
MNIST = {
    glass_blur: [(0.7, 1, 2), (0.9, 2, 1), (1, 2, 3), (1.1, 3, 2), (1.5, 4, 2)],
    zoom_blur: LARGE_ZOOMS,
    fog: [(1.5, 2), (2.0, 2), (2.5, 1.7), (2.5, 1.5), (3.0, 1.4)],
    snow: [
        (0.1, 0.3, 3, 0.5, 10, 4, 0.8),
        (0.2, 0.3, 2, 0.5, 12, 4, 0.7),
        (0.55, 0.3, 4, 0.9, 12, 8, 0.7),
        (0.55, 0.3, 4.5, 0.85, 12, 8, 0.65),
        (0.55, 0.3, 2.5, 0.85, 12, 12, 0.55),
    ],
    spatter: [
        (0.65, 0.3, 4, 0.69, 0.6, 0),
        (0.65, 0.3, 3, 0.68, 0.6, 0),
        (0.65, 0.3, 2, 0.68, 0.5, 0),
        (0.65, 0.3, 1, 0.65, 1.5, 1),
        (0.67, 0.4, 1, 0.65, 1.5, 1),
    ],
    elastic_transform: [(2, 0.7, 0.1), (2, 0.08, 0.2), (0.05, 0.01, 0.02), (0.07, 0.01, 0.02), (0.12, 0.01, 0.02)],
    stripe: [None],
    line: [None],
    dotted_line: [None],
    zigzag: [None],
    canny_edges: [None],
    inverse: [None],
}
CIFAR = {
    glass_blur: [(0.05, 1, 1), (0.25, 1, 1), (0.4, 1, 1), (0.25, 1, 2), (0.4, 1, 2)],
    zoom_blur: ZOOMS,
    fog: [(0.2, 3), (0.5, 3), (0.75, 2.5), (1, 2), (1.5, 1.75)],
    snow: [
        (0.1, 0.2, 1, 0.6, 8, 3, 0.95),
        (0.1, 0.2, 1, 0.5, 10, 4, 0.9),
        (0.15, 0.3, 1.75, 0.55, 10, 4, 0.9),
        (0.25, 0.3, 2.25, 0.6, 12, 6, 0.85),
        (0.3, 0.3, 1.25, 0.65, 14, 12, 0.8),
    ],
    spatter: [
        (0.62, 0.1, 0.7, 0.7, 0.5, 0),
        (0.65, 0.1, 0.8, 0.7, 0.5, 0),
        (0.65, 0.3, 1, 0.69, 0.5, 0),
        (0.65, 0.1, 0.7, 0.69, 0.6, 1),
        (0.65, 0.1, 0.5, 0.68, 0.6, 1),
    ],
    elastic_transform: [(0, 0, 0.08), (0.05, 0.2, 0.07), (0.08, 0.06, 0.06), (0.1, 0.04, 0.05), (0.1, 0.03, 0.03)],
    canny_edges: [None],
    inverse: [None],
}
TINY = {
    glass_blur: [(0.1, 1, 1), (0.5, 1, 1), (0.6, 1, 2), (0.7, 2, 1), (0.9, 2, 2)],
    zoom_blur: ZOOMS,
    fog: [(0.4, 3), (0.7, 3), (1, 2.5), (1.5, 2), (2, 1.75)],
    snow: [
        (0.1, 0.2, 1, 0.6, 8, 3, 0.8),
        (0.1, 0.2, 1, 0.5, 10, 4, 0.8),
        (0.15, 0.3, 1.75, 0.55, 10, 4, 0.7),
        (0.25, 0.3, 2.25, 0.6, 12, 6, 0.65),
        (0.3, 0.3, 1.25, 0.65, 14, 12, 0.6),
    ],
    spatter: [
        (0.62, 0.1, 0.7, 0.7, 0.6, 0),
        (0.65, 0.1, 0.8, 0.7, 0.6, 0),
        (0.65, 0.3, 1, 0.69, 0.6, 0),
        (0.65, 0.1, 0.7, 0.68, 0.6, 1),
        (0.65, 0.1, 0.5, 0.67, 0.6, 1),
    ],
    elastic_transform: [(0, 0, 0.08), (0.05, 0.3, 0.06), (0.1, 0.08, 0.06), (0.1, 0.03, 0.03), (0.16, 0.03, 0.02)],
}

for constants, shape, corruptions in (
    ("mnist-c", (1, 28, 28), MNIST),
    ("cifar-10-c", (3, 32, 32), CIFAR),
    ("tiny-imagenet-c", (3, 64, 64), TINY),
):
    for corruption, levels in corruptions.items():
        for severity, c in enumerate(levels, 1):
            seed = 10 * severity + 1
            JAVA.stdin.write(f"s {seed}\n")
            outcome = np.clip(corruption(image(shape), c, constants), 0, 1)
            assert outcome.shape == shape
            name = corruption.__name__.replace("_", "-")
            shown = [f"{value:.6g}" for value in [outcome.mean(), *outcome.ravel()[::STRIDE]]]
            print(",".join([name, constants, str(severity), str(seed), *map(str, shape), *shown]))
