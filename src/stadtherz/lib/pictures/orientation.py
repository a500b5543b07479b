"""Were a picture's pixels turned after the shot? Signs inside one file.

Photo viewers turn pixels and leave the drone's angles as they were. One file holds suspicions
(an editing program, a later date of change, a rewritten container) and, sometimes, proof: an
embedded thumbnail that still shows the old orientation, or the block grid of the first
compression. A suspicion alone never turns a picture; it makes it unverified.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from stadtherz.lib.pictures.carry import carried
from stadtherz.lib.pictures.errors import PictureError
from stadtherz.lib.pictures.pixels import grey
from stadtherz.lib.pictures.regrid import turned_grid_ratio
from stadtherz.lib.pictures.shot import Decision, Kind, Orientation, Shot

Grey = NDArray[np.float32]
_EDITORS = (
    "photo viewer", "photos", "photoshop", "lightroom", "gimp", "paint", "irfanview", "xnview",
    "faststone", "acdsee", "picasa", "preview", "snapseed", "gwenview", "shotwell", "darktable",
    "imagemagick", "affinity", "digikam", "photoscape", "capture one", "windows",
)  # fmt: skip
_EDITED_AFTER = timedelta(minutes=1)
_SURE, _CLEAR = 0.6, 0.25  # correlation of thumbnail and picture: at least, and above the next
_GRID_RATIO = 1.35  # measured: untouched or saved upright 0.88 to 1.11, turned 1.77 to 2.63
_TILE = (96, 54)
LOOK_PX = 500
"""Longest side at which a picture is compared with its embedded thumbnail."""


@dataclass(frozen=True, slots=True)
class Trail:
    """Signs that a program wrote the file anew; ``strong`` ones name a program or a later date."""

    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


def judge_alone(data: bytes, shot: Shot, *, pixels: Image.Image | None = None) -> Orientation:
    """Return the orientation as far as one file can tell.

    ``TURNED_*`` only with proof in the pixels, UNVERIFIED when something edited the file and
    nothing proves that it was left upright, AS_SHOT otherwise. Never raises: a picture that
    cannot be decoded is judged by its metadata.

    Args:
        data: the whole file.
        shot: what was read from it.
        pixels: what `decoded` made of it at `LOOK_PX` or more, if that is at hand.

    """
    trail = editing_trail(data, shot)
    scores = _thumbnail_scores(pixels or data, shot)
    turned = _by_thumbnail(scores)
    if turned:
        words = f"the embedded thumbnail fits only when turned (correlation {max(scores):.2f})"
        sure = 0.97 if trail.strong else 0.9
        return Orientation(Decision.of_turns(turned), sure, (words, *trail.strong, *trail.weak))
    if trail.strong:
        return _judge_edited(data, shot, trail)
    if shape_turned(shot):
        words = "the stored picture is upright where the camera wrote a wide one, or the reverse"
        return Orientation(Decision.UNVERIFIED, 0.5, (words, *trail.weak))
    if scores and scores[0] >= _SURE:
        words = f"no editing trail; the embedded thumbnail agrees ({scores[0]:.2f})"
        return Orientation(Decision.AS_SHOT, 0.95, (words, *trail.weak))
    return Orientation(Decision.AS_SHOT, 0.8, ("no editing trail", *trail.weak))


def editing_trail(data: bytes, shot: Shot) -> Trail:
    """Return the signs that a program other than the camera wrote this file."""
    strong = [
        f"written by an editing program: {name}"
        for name in shot.software
        if any(word in name.lower() for word in _EDITORS)
    ]
    if shot.taken_at and shot.changed_at and shot.taken_zone is not None:
        later = shot.changed_at - shot.taken_at
        if later > _EDITED_AFTER and shot.sources.get("taken_at") == "exif:DateTimeOriginal":
            strong.append(f"changed {later} after it was taken")
    return Trail(tuple(strong), tuple(_container_signs(data, shot.kind)))


def shape_turned(shot: Shot) -> bool:
    """Return whether the stored picture lies across the one that the camera recorded."""
    if not shot.exif_width_px or not shot.exif_height_px:
        return False
    return (shot.width_px > shot.height_px) != (shot.exif_width_px > shot.exif_height_px)


def _judge_edited(data: bytes, shot: Shot, trail: Trail) -> Orientation:
    reasons = (*trail.strong, *trail.weak)
    original_size = (shot.exif_width_px, shot.exif_height_px) == (shot.width_px, shot.height_px)
    ratio = _grid(data) if original_size and shot.kind is Kind.JPEG else None
    if ratio and ratio > _GRID_RATIO:
        words = f"the first compression's block grid lies as a half turn leaves it ({ratio:.2f})"
        return Orientation(Decision.TURNED_180, 0.9, (words, *reasons))
    return Orientation(Decision.UNVERIFIED, 0.5, reasons)


def _grid(data: bytes) -> float | None:
    try:
        return turned_grid_ratio(grey(data, max_side_px=1 << 20))
    except PictureError:
        return None


def _container_signs(data: bytes, kind: Kind) -> list[str]:
    """Return weak signs: a JFIF header before EXIF; a preview index that points to nothing."""
    if kind is not Kind.JPEG:
        return []
    signs = []
    segments = carried(data, kind).segments
    marks = [data[part.start : part.start + 4] for part in segments if 0xE0 <= part.marker <= 0xEF]  # noqa: PLR2004 -- APP0..15
    if marks[:1] == [b"JFIF"] and b"Exif" in marks:
        signs.append("a JFIF header stands before EXIF, as programs write it and cameras do not")
    index = next((part for part in segments if data.startswith(b"MPF\0", part.start)), None)
    if index and data.find(b"\xff\xd8\xff", segments[-1].end) < 0:
        signs.append("the preview that the file's index announces is gone")
    return signs


def _thumbnail_scores(data: bytes | Image.Image, shot: Shot) -> list[float]:
    """Return how well the embedded thumbnail fits the pixels turned back 0 to 3 quarter turns."""
    if not shot.embedded_thumbnail:
        return []
    try:
        small = grey(shot.embedded_thumbnail, max_side_px=200, max_pixels=4_000_000)
        large = grey(data, max_side_px=LOOK_PX)
    except PictureError:
        return []
    return [_fit(small, np.rot90(large, turns)) for turns in range(4)]


def _fit(small: Grey, large: Grey) -> float:
    """Compare after cutting the black bars that cameras put around a thumbnail."""
    wide = large.shape[1] / large.shape[0]
    rows, columns = small.shape
    if columns / rows > wide:
        cut = round((columns - rows * wide) / 2)
        small = small[:, cut : columns - cut]
    else:
        cut = round((rows - columns / wide) / 2)
        small = small[cut : rows - cut]
    if min(small.shape) < 8:  # noqa: PLR2004 -- nothing to compare
        return 0.0
    tiles = [
        np.asarray(Image.fromarray(part).resize(_TILE, Image.Resampling.BOX))
        for part in (small, large)
    ]
    one, other = (tile - tile.mean() for tile in tiles)
    size = float(np.sqrt((one**2).sum() * (other**2).sum()))
    return float((one * other).sum()) / size if size > 0 else 0.0


def _by_thumbnail(scores: list[float]) -> int:
    if not scores:
        return 0
    order = sorted(range(4), key=lambda turns: -scores[turns])
    clear = scores[order[0]] - scores[order[1]] >= _CLEAR
    return order[0] if scores[order[0]] >= _SURE and clear else 0
