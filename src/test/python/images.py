"""What the operations of the room image must give, by SciPy, NumPy and colorsys in double precision.

The images are simple functions of their index, which ImageOperationsTest repeats. Warps are also compared with PyTorch's
grid_sample here.

Usage: python3 images.py > ../resources/org/meanfield/image/operations.csv
Each line: case, channels, height, width, then the values of the outcome.
"""

import colorsys

import numpy as np
import torch
from scipy import ndimage

SHAPES = [(3, 6, 9), (1, 7, 5)]
MODES = {"zero": ("grid-constant", "zeros"), "replicate": ("nearest", "border")}


def image(shape):
    return ((np.arange(np.prod(shape)) * 37 % 101).astype(np.float32) / np.float32(100)).reshape(shape)


def show(name, outcome):
    print(",".join([name, *map(str, outcome.shape)] + [f"{value:.8g}" for value in outcome.ravel()]))


def by_plane(operation, pixels):
    return np.stack([operation(plane) for plane in pixels.astype(np.float64)])


def warp(name, pixels, forward, shift):
    """forward takes (x, y) from the centre, y downwards, of the input to those of the outcome."""
    back = np.linalg.inv(np.array(forward))
    back_yx = back[::-1, ::-1]
    centre = (np.array(pixels.shape[1:]) - 1) / 2
    offset = centre - back_yx @ (centre + np.array(shift)[::-1])
    for border, (scipy_mode, torch_mode) in MODES.items():
        outcome = by_plane(lambda plane: ndimage.affine_transform(plane, back_yx, offset, order=1, mode=scipy_mode), pixels)
        height, width = pixels.shape[1:]
        y, x = np.meshgrid(np.arange(height), np.arange(width), indexing="ij")
        from_y, from_x = np.einsum("ij,jhw->ihw", back_yx, np.stack([y, x])) + offset[:, None, None]
        grid = np.stack([2 * from_x / (width - 1) - 1, 2 * from_y / (height - 1) - 1], axis=-1)
        other = torch.nn.functional.grid_sample(
            torch.tensor(pixels[None], dtype=torch.float64), torch.tensor(grid[None]), padding_mode=torch_mode, align_corners=True
        )[0].numpy()
        assert np.allclose(outcome, other, atol=1e-9), name
        show(f"{name}-{border}", outcome)


def blur(pixels, sigma, mode):
    return by_plane(lambda plane: ndimage.gaussian_filter(plane, sigma, mode=mode, truncate=4), pixels)


def shifted(pixels, x, y, mode):
    pad = max(abs(x), abs(y))
    padded = np.pad(pixels, ((0, 0), (pad, pad), (pad, pad)), mode=mode)
    return padded[:, pad - y : pad - y + pixels.shape[1], pad - x : pad - x + pixels.shape[2]]


def luma(pixels):
    if len(pixels) != 3:
        return pixels[0].astype(np.float64)
    return np.einsum("c,chw->hw", [0.299, 0.587, 0.114], pixels.astype(np.float64))


def blend(pixels, other, factor):
    return np.clip(factor * pixels.astype(np.float64) + (1 - factor) * other, 0, 1)


def hue(pixels, turns):
    outcome = np.empty(pixels.shape)
    for place in np.ndindex(pixels.shape[1:]):
        h, s, v = colorsys.rgb_to_hsv(*(float(value) for value in pixels[(slice(None), *place)]))
        outcome[(slice(None), *place)] = colorsys.hsv_to_rgb((h + turns) % 1, s, v)
    return outcome


for shape in SHAPES:
    pixels = image(shape)
    for degrees in (30, -100):
        # Against the clock, as one sees it: to the right becomes upwards.
        cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        warp(f"rotation {degrees}", pixels, [[cos, sin], [-sin, cos]], (0, 0))
    for factor in (0.6, 1.7):
        warp(f"scaling {factor}", pixels, [[factor, 0], [0, factor]], (0, 0))
    for degrees in (20, -35):
        # What is above goes to the right.
        warp(f"shearing {degrees}", pixels, [[1, -np.tan(np.radians(degrees))], [0, 1]], (0, 0))
    warp("translation 1.25 -0.5", pixels, np.eye(2), (1.25, -0.5))
    for sigma in (0.1, 0.8, 2.3):
        show(f"blur {sigma}-replicate", blur(pixels, sigma, "nearest"))
        show(f"blur {sigma}-zero", blur(pixels, sigma, "constant"))
    show("mirrored", pixels[:, :, ::-1])
    for x, y in ((2, -3), (-1, 0), (4, 4)):
        show(f"shifted {x} {y}-replicate", shifted(pixels, x, y, "edge"))
        show(f"shifted {x} {y}-zero", shifted(pixels, x, y, "constant"))
    for factor in (0, 0.7, 1.6):
        show(f"brightness {factor}", blend(pixels, 0, factor))
        show(f"contrast {factor}", blend(pixels, luma(pixels).mean(), factor))
        show(f"saturation {factor}", blend(pixels, luma(pixels), factor))
    show("grey", np.broadcast_to(luma(pixels), pixels.shape))
    if shape[0] == 3:
        for turns in (0.2, -0.45, 0.5):
            show(f"hue {turns}", hue(pixels, turns))
# A quarter turn moves whole pixels, so that NumPy alone says which way it goes.
show("rotation 90-zero", np.rot90(image((2, 5, 5)), axes=(1, 2)))
