"""What PictureTest must read from PNG and JPEG files, by Pillow (12.3, libjpeg-turbo 3.1) with NumPy and OpenCV (5.0).

Resizing is Pillow's BILINEAR in floating point, rounded once: in whole numbers Pillow rounds after each direction, and
differs by at most 1, which is checked here.

Usage: python3 pictures.py > ../resources/org/meanfield/data/pictures.csv
Each line: name, the file in base64, channels, height, width, then the bytes of the outcome in hex. The kinds of files are
those of jpeg_kinds.py and png_kinds.py beside this one.
"""

import base64
import io

import numpy as np
from PIL import Image

import jpeg_kinds
import png_kinds

SIZES = [(9, 13), (4, 5), (16, 16), (1, 1)]
RANDOM = np.random.default_rng(1)


def pixels(channels):
    """Something like a photograph, 9×13: waves and some noise."""
    y, x, c = np.meshgrid(np.arange(9), np.arange(13), np.arange(channels), indexing="ij")
    levels = 127 + 90 * np.sin(x / 2 + c) * np.cos(y / 3 - c / 2) + RANDOM.integers(-20, 21, (9, 13, channels))
    return np.clip(np.rint(levels), 0, 255).astype(np.uint8)


def files():
    colour, grey = Image.fromarray(pixels(3)), Image.fromarray(pixels(1)[:, :, 0])
    fine = RANDOM.integers(0, 65536, (9, 13)).astype(np.uint16)
    yield "colour.png", colour, {}
    yield "grey.png", grey, {}
    yield "transparent.png", Image.fromarray(pixels(4)), {}
    yield "grey-transparent.png", Image.fromarray(pixels(2), "LA"), {}
    yield "palette.png", colour.quantize(17), {}
    yield "palette-2.png", colour.quantize(3), {"bits": 2}
    yield "one-bit.png", grey.convert("1"), {}
    yield "grey-16.png", Image.fromarray(fine), {}
    yield "colour.jpg", colour, {"quality": 90, "subsampling": 0}
    yield "photo.jpg", colour, {"quality": 75, "subsampling": 2}
    yield "progressive.jpeg", colour, {"progressive": True, "subsampling": 0}
    yield "grey.JPG", grey, {"quality": 90}


def decoded(file, channels):
    image = Image.open(file)
    if image.mode.startswith("I;16"):
        image = Image.fromarray(((np.asarray(image).astype(np.int64) * 255 + 32767) // 65535).astype(np.uint8))
    return image.convert("RGB").convert("L" if channels == 1 else "RGB")


def resized(image, size):
    whole = np.asarray(image.resize(size[::-1], Image.BILINEAR)).reshape(*size, -1)
    planes = [Image.fromarray(np.asarray(band).astype(np.float32)) for band in image.split()]
    exact = np.stack([np.asarray(plane.resize(size[::-1], Image.BILINEAR)) for plane in planes])
    assert np.abs(exact.transpose(1, 2, 0) - whole).max() < 1.01
    return np.floor(exact.astype(np.float64) + 0.5).astype(np.uint8)


def show(name, file, channels, outcome):
    encoded = base64.b64encode(file).decode()
    print(",".join([name, encoded, str(channels), *map(str, outcome.shape[-2:]), outcome.tobytes().hex()]))


for name, image, options in files():
    file = io.BytesIO()
    image.save(file, "PNG" if name.endswith("png") else "JPEG", **options)
    for channels in 3, 1:
        for height, width in SIZES:
            show(name, file.getvalue(), channels, resized(decoded(file, channels), (height, width)))
for name, file in [*jpeg_kinds.files(), *png_kinds.files()]:
    show(name, file, 3, np.asarray(decoded(io.BytesIO(file), 3)).transpose(2, 0, 1))
