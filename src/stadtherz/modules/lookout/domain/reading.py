"""From a file's bytes to what is kept of a photo: its facts, its ground, its smaller copies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stadtherz.lib.georef import GeorefError, view_of
from stadtherz.lib.pictures import (
    Decision,
    Orientation,
    PictureError,
    Shot,
    ZoneSource,
    dimensions,
    judge_alone,
    read_shot,
    thumbnail,
)
from stadtherz.lib.pictures.orientation import LOOK_PX, editing_trail
from stadtherz.lib.pictures.pixels import decoded
from stadtherz.modules.lookout.domain.states import (
    State,
    Trouble,
    outline_trouble,
    position_trouble,
)

if TYPE_CHECKING:
    from datetime import tzinfo

    from PIL import Image

NO_OUTLINE: dict[str, Any] = {
    "corners": None,
    "centre": None,
    "is_clipped": False,
    "error_ce90_m": None,
    "gsd_m": None,
    "look_azimuth_deg": None,
}


@dataclass(frozen=True, kw_only=True)
class Copy:
    """A smaller picture (JPEG) under the name by which it is kept; sizes in pixels."""

    name: str
    content: bytes
    width_px: int
    height_px: int


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was read from a photo: fields of `models.Photo` by name, and its smaller copies."""

    fields: dict[str, Any]
    copies: tuple[Copy, ...] = ()


def read_photo(
    data: bytes,
    *,
    thumb_px: int,
    view_px: int | None,
    zone: tzinfo,
    orientation: Orientation | None = None,
) -> Reading:
    """Return everything that one file tells.

    Args:
        data: the whole file.
        thumb_px: longest side of the small copy.
        view_px: longest side of the large copy; None leaves it for later (`large_copy`).
        zone: taken for a camera clock that names none.
        orientation: a decision made thoroughly; default: the first look.

    Raises:
        PictureError: the file is no whole picture. A kind that cannot be decoded here (DNG,
            HEIC) raises nothing: its facts are read, it has no copies.

    """
    shot = read_shot(data, zone=zone)
    pixels = _pixels(data, thumb_px)
    decided = orientation or first_look(data, shot, pixels)
    fields = {
        **_facts(shot),
        **_ground(shot, decided.decision),
        "orientation": decided.decision.value,
        "orientation_confidence": round(decided.confidence, 3),
        "orientation_reasons": list(decided.reasons),
    }
    small = small_copy(pixels, decided.decision, thumb_px) if pixels else ()
    large = large_copy(data, decided.decision, view_px) if view_px and small else ()
    return Reading(fields=fields, copies=(*small, *large))


def _pixels(data: bytes, thumb_px: int) -> Image.Image | None:
    """Decode once what the first look and the small copy both need; None if undecodable."""
    try:
        return decoded(data, max(thumb_px, LOOK_PX), "RGB")
    except PictureError:
        return None


def first_look(data: bytes, shot: Shot, pixels: Image.Image | None = None) -> Orientation:
    """Return what can be said of the orientation at once.

    A file that another program wrote is UNVERIFIED until `judge_alone` has looked at its pixels,
    which takes seconds: nobody waits for that to see the photo, and nobody is told too much.
    """
    trail = editing_trail(data, shot)
    if trail.strong:
        return Orientation(Decision.UNVERIFIED, 0.5, (*trail.strong, *trail.weak))
    return judge_alone(data, shot, pixels=pixels)


def small_copy(data: bytes | Image.Image, decision: Decision, thumb_px: int) -> tuple[Copy, ...]:
    """Return the copy for lists and the map, turned back as decided; none if undecodable.

    A JPEG is decoded at a fraction of its size for it (libjpeg's scaled decoding), which takes
    less than half the time of the large copy: people see the photo before that one is made.
    """
    return _copy(f"thumb-{decision.quarter_turns * 90}", data, decision, thumb_px)


def large_copy(data: bytes, decision: Decision, view_px: int) -> tuple[Copy, ...]:
    """Return the copy that opens large; its name carries the turn, as the small one's does."""
    return _copy(f"view-{decision.quarter_turns * 90}", data, decision, view_px)


def _copy(
    name: str, data: bytes | Image.Image, decision: Decision, side_px: int
) -> tuple[Copy, ...]:
    try:
        content = thumbnail(data, max_side_px=side_px, decision=decision)
    except PictureError:
        return ()
    width, height = dimensions(content)
    return (Copy(name=name, content=content, width_px=width, height_px=height),)


def _facts(shot: Shot) -> dict[str, Any]:
    angles = shot.gimbal
    return {
        "taken_at": shot.taken_at,
        "is_zone_assumed": shot.taken_zone is ZoneSource.ASSUMED,
        "maker": (shot.maker or "")[:80],
        "model": (shot.model or "")[:80],
        "lon_deg": shot.lon_deg,
        "lat_deg": shot.lat_deg,
        "height_m": shot.relative_altitude_m,
        "altitude_m": shot.absolute_altitude_m,
        "altitude_reference": shot.altitude_reference.value,
        "yaw_deg": angles.yaw_deg if angles else None,
        "pitch_deg": angles.pitch_deg if angles else None,
        "roll_deg": angles.roll_deg if angles else None,
    }


def _ground(shot: Shot, decision: Decision) -> dict[str, Any]:
    missing = position_trouble(shot)
    if missing:
        detail = "; ".join(w.reason for w in shot.warnings if w.field in ("lon_deg", "lat_deg"))
        return {**NO_OUTLINE, "state": State.UNPLACED, "trouble": missing, "detail": detail[:300]}
    placed = {"state": State.PLACED, "trouble": Trouble.NONE, "detail": ""}
    lacking = outline_trouble(shot)
    if lacking:
        return {**NO_OUTLINE, **placed, "trouble": lacking}
    try:
        print_ = view_of(shot, decision=decision).footprint()
    except GeorefError:
        return {**NO_OUTLINE, **placed, "trouble": Trouble.NO_CAMERA}
    return {
        **placed,
        "corners": [list(corner) for corner in print_.corners],
        "centre": list(print_.centre) if print_.centre else None,
        "is_clipped": print_.clipped,
        "error_ce90_m": round(print_.error.ce90_m, 2),
        "gsd_m": print_.gsd_m,
        "look_azimuth_deg": round(print_.look_azimuth_deg, 1),
    }
