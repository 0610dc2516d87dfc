"""JPEG files of many kinds: subsampling, the markers that say which colours they are, profiles, damage that is read over."""

import io

import cv2
import numpy as np
from PIL import Image

RANDOM = np.random.default_rng(2)
RATIOS = {"444": 0x111111, "422": 0x211111, "420": 0x221111, "440": 0x121111, "411": 0x411111}
FRAMES = 0xC0, 0xC1, 0xC2
JFIF, EXIF, PROFILE, ADOBE, CODES, FRAME, SCAN = 0xE0, 0xE1, 0xE2, 0xEE, 0xC4, 0xC0, 0xDA
SIDEWAYS = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"


def pixels(height, width, channels):
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(channels), indexing="ij")
    noise = RANDOM.integers(-30, 31, (height, width, channels))
    levels = 127 + 110 * np.sin(x / 3 + 2 * c) * np.cos(y / 4 - c) + noise
    return np.clip(np.rint(levels), 0, 255).astype(np.uint8)


def encoded(picture, ratio, *options):
    parameters = [cv2.IMWRITE_JPEG_QUALITY, 85, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, RATIOS[ratio], *options]
    return cv2.imencode(".jpg", picture, parameters)[1].tobytes()


def segments(file):
    """The segments up to the first scan as pairs of marker and content, and the rest."""
    found, at = [], 2
    while not found or found[-1][0] != SCAN:
        length = int.from_bytes(file[at + 2 : at + 4], "big")
        found.append((file[at + 1], file[at + 4 : at + 2 + length]))
        at += 2 + length
    return found, file[at:]


def joined(found, rest, before_scan=b""):
    each = [bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2, "big") + content for marker, content in found]
    return b"\xff\xd8" + b"".join(each[:-1]) + before_scan + each[-1] + rest


def adobe(transform):
    return ADOBE, b"Adobe\0\x64\0\0\0\0" + bytes([transform])


def named(found, names):
    """The same with other names of the components."""
    old = [content[6 + 3 * i] for marker, content in found if marker in FRAMES for i in range(content[5])]
    changed = []
    for marker, content in found:
        content = bytearray(content)
        if marker in FRAMES:
            content[6::3] = bytes(names[: len(old)])
        if marker == SCAN:
            for i in range(content[0]):
                content[1 + 2 * i] = names[old.index(content[1 + 2 * i])]
        changed.append((marker, bytes(content)))
    return changed


def colours(file, name):
    """The file with other markers of its colours."""
    found, rest = segments(file)
    plain = [segment for segment in found if segment[0] not in (JFIF, ADOBE)]
    yield f"{name}-jfif.jpg", file
    yield f"{name}-no-marker.jpg", joined(plain, rest)
    yield f"{name}-0-1-2.jpg", joined(named(plain, (0, 1, 2, 3)), rest)
    yield f"{name}-r-g-b.jpg", joined(named(plain, b"RGBA"), rest)
    yield f"{name}-jfif-r-g-b.jpg", joined(named(found, b"RGBA"), rest)
    yield f"{name}-7-3-9.jpg", joined(named(plain, (7, 3, 9, 200)), rest)
    for transform in 0, 1, 2:
        yield f"{name}-adobe-{transform}.jpg", joined([adobe(transform), *plain], rest)
    yield f"{name}-jfif-adobe-0.jpg", joined([found[0], adobe(0), *plain], rest)


def files():
    picture = pixels(9, 13, 3)
    for ratio in RATIOS:
        yield from colours(encoded(picture, ratio), ratio)
        yield f"{ratio}-progressive.jpg", encoded(picture, ratio, cv2.IMWRITE_JPEG_PROGRESSIVE, 1)
        yield f"{ratio}-restarts.jpg", encoded(picture, ratio, cv2.IMWRITE_JPEG_RST_INTERVAL, 1)
        for height, width in (1, 1), (2, 3), (5, 40), (33, 6):
            yield f"{ratio}-{height}x{width}.jpg", encoded(pixels(height, width, 3), ratio)
    inks = io.BytesIO()
    Image.fromarray(pixels(9, 13, 4), "CMYK").save(inks, "JPEG", quality=85)
    yield from colours(inks.getvalue(), "inks")

    file = encoded(picture, "420")
    found, rest = segments(file)
    yield "sideways.jpg", joined([(EXIF, SIDEWAYS), *found], rest)
    yield "broken-exif.jpg", joined([(EXIF, b"Exif\0\0MM\0"), *found], rest)
    yield "broken-profile.jpg", joined([found[0], (PROFILE, b"ICC_PROFILE\0\x01\x01nothing"), *found[1:]], rest)
    twice = [(PROFILE, b"ICC_PROFILE\0\x01\x02" + bytes(128))] * 2
    yield "profile-numbered-twice.jpg", joined([found[0], *twice, *found[1:]], rest)
    yield "thumbnail.jpg", joined([found[0], (JFIF, b"JFXX\0\x10" + bytes(20)), *found[1:]], rest)
    yield "comment.jpg", joined([found[0], (0xFE, "Größe".encode()), *found[1:]], rest)
    yield "usual-codes.jpg", joined([segment for segment in found if segment[0] != CODES], rest)
    yield "extraneous-before-scan.jpg", joined(found, rest, b"abcde")
    yield "extraneous-before-end.jpg", file[:-2] + b"\0\0\x07" + file[-2:]
    yield "filled-before-scan.jpg", joined(found, rest, b"\xff\xff\xff")
    yield "behind-the-end.jpg", file + b"something else"
    # No code is all ones. Further to the front the levels would leave the range in which libjpeg is exact.
    yield "invalid-code.jpg", joined(found, rest[:61] + b"\xff\0" * 3 + rest[61:])
    restarts = encoded(pixels(20, 40, 3), "420", cv2.IMWRITE_JPEG_RST_INTERVAL, 1)
    yield "restart-missing.jpg", restarts.replace(b"\xff\xd1", b"", 1)
    yield "restart-twice.jpg", restarts.replace(b"\xff\xd1", b"\xff\xd1\xff\xd1", 1)
    yield "restart-wrong.jpg", restarts.replace(b"\xff\xd1", b"\xff\xd6", 1)
