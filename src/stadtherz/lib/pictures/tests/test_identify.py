"""Files are known by their content, and refused with a fix before anything is decoded."""

import struct
import zlib

import pytest

from stadtherz.lib.pictures import Kind, PictureError, dimensions, identify, read_shot, thumbnail
from stadtherz.lib.pictures.tests import makers


def chunk(name: bytes, body: bytes = b"") -> bytes:
    check = struct.pack(">I", zlib.crc32(name + body))
    return struct.pack(">I", len(body)) + name + body + check


def png_header(width: int, height: int) -> bytes:
    ihdr = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", ihdr)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (makers.jpeg(), Kind.JPEG),
        (png_header(3, 2), Kind.PNG),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Kind.HEIC),
        (b"II*\0\x08\0\0\0\0\0\0\0\0\0", Kind.TIFF),
        (b"II*\0\x08\0\0\0\x01\0\x12\xc6\x01\0\x04\0\0\0\x01\x04\0\0\0\0\0\0", Kind.DNG),
    ],
)
def test_kind_by_content(data, kind):
    assert identify(data) is kind


@pytest.mark.parametrize(
    ("data", "code", "word"),
    [
        (b"", "pictures.E001", "empty"),
        (b"%PDF-1.7 renamed to photo.jpg", "pictures.E002", "PDF"),
        (b"\0\0\0\x18ftypmp42", "pictures.E002", "video"),
        (makers.jpeg()[:100], "pictures.E003", "breaks off"),
        (makers.jpeg()[:-200], "pictures.E005", "cut off"),
    ],
)
def test_refused_with_code_and_fix(data, code, word):
    with pytest.raises(PictureError) as caught:
        read_shot(data)
    assert caught.value.code == code
    assert word in caught.value.message
    assert caught.value.fix


def test_bomb_is_refused_from_its_header():
    bomb = png_header(60_000, 60_000)
    for act in (dimensions, read_shot, lambda data: thumbnail(data, max_side_px=100)):
        with pytest.raises(PictureError, match=r"60000 x 60000") as caught:
            act(bomb)
        assert caught.value.code == "pictures.E004"
    just_below = png_header(15_000, 13_000) + chunk(b"IDAT", b"0") + chunk(b"IEND")
    with pytest.raises(PictureError) as caught:  # the decoder's own limit is lower than ours
        thumbnail(just_below, max_side_px=100)
    assert caught.value.code == "pictures.E004"
    with pytest.raises(PictureError):
        dimensions(makers.jpeg(), max_pixels=100)
    assert dimensions(makers.jpeg()) == (160, 90)
