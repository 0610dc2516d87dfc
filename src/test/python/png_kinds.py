"""PNG files of all kinds of pixels, interlaced or not, with all filters, and with chunks that must change nothing."""

import struct
import zlib

import numpy as np

RANDOM = np.random.default_rng(3)
GREY, COLOUR, PALETTE, GREY_ALPHA, COLOUR_ALPHA = 0, 2, 3, 4, 6
DEPTHS = {GREY: (1, 2, 4, 8, 16), COLOUR: (8, 16), PALETTE: (1, 2, 4, 8), GREY_ALPHA: (8, 16), COLOUR_ALPHA: (8, 16)}
STORED = {GREY: 1, COLOUR: 3, PALETTE: 1, GREY_ALPHA: 2, COLOUR_ALPHA: 4}
PASSES = (0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)
SIDEWAYS = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def packed(row, depth):
    if depth >= 8:
        return row.astype(">u2" if depth == 16 else np.uint8).tobytes()
    return np.packbits((row[:, None] >> np.arange(depth - 1, -1, -1) & 1).astype(np.uint8)).tobytes()


def paeth(a, b, c):
    distances = abs(b - c), abs(a - c), abs(a + b - 2 * c)
    return (a, b, c)[distances.index(min(distances))]


def filtered(rows, step, first):
    out, above = b"", bytes(len(rows[0]))
    for number, row in enumerate(rows, first):
        out += bytes([number % 5])
        for x, level in enumerate(row):
            a, b, c = (row[x - step], above[x], above[x - step]) if x >= step else (0, above[x], 0)
            out += bytes([level - (0, a, b, (a + b) // 2, paeth(a, b, c))[number % 5] & 255])
        above = row
    return out


def png(levels, depth, kind, interlaced, *chunks):
    height, width, stored = levels.shape
    step = max(1, stored * depth // 8)
    raw = b""
    for top, left, down, across in PASSES if interlaced else ((0, 0, 1, 1),):
        part = levels[top::down, left::across]
        if part.size:
            raw += filtered([packed(row.reshape(-1), depth) for row in part], step, top + left)
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, interlaced)
    data = zlib.compress(raw, 9)
    parts = chunk(b"IDAT", data[:7]), chunk(b"IDAT", b""), chunk(b"IDAT", data[7:])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join([*chunks, *parts]) + chunk(b"IEND", b"")


def files():
    for kind, depths in DEPTHS.items():
        for depth in depths:
            palette = [chunk(b"PLTE", RANDOM.bytes(3 << depth))] if kind == PALETTE else []
            for interlaced in False, True:
                levels = RANDOM.integers(0, 1 << depth, (7, 10, STORED[kind]))
                name = f"kind-{kind}-{depth}{'-interlaced' if interlaced else ''}.png"
                yield name, png(levels, depth, kind, interlaced, *palette)
    for height, width in (1, 1), (2, 1), (1, 3), (5, 4):
        levels = RANDOM.integers(0, 256, (height, width, 3))
        yield f"interlaced-{height}x{width}.png", png(levels, 8, COLOUR, True)
    levels = RANDOM.integers(0, 256, (4, 5, 3))
    for name, content in {
        b"iCCP": b"broken\0\0profile",
        b"gAMA": struct.pack(">I", 100_000),
        b"cHRM": struct.pack(">8I", *range(1, 9)),
        b"sRGB": b"\0",
        b"sBIT": b"\3\3\3",
        b"tRNS": bytes(6),
        b"bKGD": bytes(6),
        b"eXIf": SIDEWAYS,
        b"zTXt": b"broken\0\0text",
        b"prVt": b"of some program",
    }.items():
        yield f"{name.decode()}.png", png(levels, 8, COLOUR, False, chunk(name, content))
    short = [chunk(b"PLTE", bytes([9, 8, 7]))]
    yield "short-palette.png", png(RANDOM.integers(0, 4, (4, 5, 1)), 2, PALETTE, False, *short)
