"""Small copies: turned back, upright, without metadata."""

import io
import zlib

import numpy as np
import pytest
from PIL import Image

from stadtherz.lib.pictures import Decision, Kind, PictureError, identify, read_shot, thumbnail
from stadtherz.lib.pictures.carry import carried
from stadtherz.lib.pictures.reduce import reduced_copy
from stadtherz.lib.pictures.tests import makers


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
@pytest.mark.parametrize("format_", ["JPEG", "WEBP"])
def test_thumbnail_undoes_the_turn_and_drops_metadata(turns, format_):
    scene = makers.scene(400, 200)
    stored = Image.fromarray(np.rot90(np.asarray(scene), -turns).copy())
    data = makers.jpeg(stored, exif=makers.exif(gps=makers.gps_at(7.7, 49.4)))
    small = thumbnail(data, max_side_px=100, decision=Decision.of_turns(turns), format_=format_)
    image = Image.open(io.BytesIO(small))
    assert (image.format, image.size) == (format_, (100, 50))
    assert b"Exif" not in small
    wanted = np.asarray(scene.resize((100, 50)), float)
    assert np.abs(np.asarray(image.convert("RGB"), float) - wanted).mean() < 8


def test_orientation_tag_is_applied_for_people():
    small = thumbnail(makers.jpeg(makers.scene(80, 40)), max_side_px=40, orientation_tag=6)
    assert Image.open(io.BytesIO(small)).size == (20, 40)


def test_damaged_pixels_and_undecodable_kinds_are_errors():
    heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x14ispe\0\0\0\0\0\0\0\x10\0\0\0\x10"
    with pytest.raises(PictureError) as caught:
        thumbnail(heic, max_side_px=10)
    assert caught.value.code == "pictures.E006"


def test_reduced_copy_keeps_every_metadata_byte():
    preview = makers.jpeg(makers.scene(32, 24))
    block = makers.exif(gps=makers.gps_at(7.7, 49.4), thumbnail=preview)
    data = makers.jpeg(makers.scene(800, 400), exif=block, xmp=makers.xmp("a:b/", "c", {"d": "e"}))
    small = reduced_copy(data, max_side_px=200, quality=50)
    assert carried(small, Kind.JPEG).exif == carried(data, Kind.JPEG).exif
    assert carried(small, Kind.JPEG).xmp == carried(data, Kind.JPEG).xmp
    assert identify(small) is Kind.JPEG
    assert (read_shot(small).width_px, read_shot(small).embedded_thumbnail) == (
        200,
        read_shot(data).embedded_thumbnail,
    )
    assert read_shot(small).embedded_thumbnail is not None


def test_a_few_bytes_never_grow_to_gigabytes_of_pixels():
    """90 megapixels of nothing in a PNG of some kilobytes: refused before the first pixel."""

    def chunk(name, body):
        return (
            len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")
        )

    header = (10_000).to_bytes(4, "big") + (9_000).to_bytes(4, "big") + b"\x08\x02\0\0\0"
    pieces = (
        chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )
    with pytest.raises(PictureError) as caught:
        thumbnail(b"\x89PNG\r\n\x1a\n" + pieces, max_side_px=100)
    assert caught.value.code == "pictures.E004"
