"""Rules of the lookout: states of a photo, why one has no place, moving a recorded mission."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID  # noqa: TC003 - read by whoever inspects the live messages

from stadtherz.lib.georef.frame import LocalFrame

if TYPE_CHECKING:
    from stadtherz.lib.pictures import Shot

LonLat = tuple[float, float]
POSITION_FIELDS = ("lon_deg", "lat_deg")


class State(StrEnum):
    """Where a photo stands."""

    RECEIVED = "received"
    PLACED = "placed"
    UNPLACED = "unplaced"
    FAILED = "failed"


class Trouble(StrEnum):
    """Why a photo has no place, or no outline on the ground."""

    NONE = ""
    NO_POSITION = "no_position"
    ABSURD_POSITION = "absurd_position"
    NO_HEIGHT = "no_height"
    NO_DIRECTION = "no_direction"
    NO_CAMERA = "no_camera"
    TOO_LOW = "too_low"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, kw_only=True)
class PhotoChanged:
    """Live message: fetch this photo of this incident again."""

    occasion_id: UUID
    photo_id: UUID
    state: str


@dataclass(frozen=True, kw_only=True)
class IncidentChanged:
    """Live message: this incident was opened, moved, changed or closed."""

    occasion_id: UUID
    change: str


def position_trouble(shot: Shot) -> Trouble:
    """Say why a shot has no position: it carries none, or one that cannot be."""
    if shot.lon_deg is not None and shot.lat_deg is not None:
        return Trouble.NONE
    refused = any(warning.field in POSITION_FIELDS for warning in shot.warnings)
    return Trouble.ABSURD_POSITION if refused else Trouble.NO_POSITION


def outline_trouble(shot: Shot) -> Trouble:
    """Say what a shot lacks for its outline on the ground; NONE when nothing."""
    if shot.relative_altitude_m is None:
        return Trouble.NO_HEIGHT
    if shot.gimbal is None:
        return Trouble.NO_DIRECTION
    if shot.relative_altitude_m < 1.0:
        return Trouble.TOO_LOW
    return Trouble.NONE


def moved(point: LonLat, *, origin: LonLat, target: LonLat) -> LonLat:
    """Return a point moved rigidly: east and north of ``origin`` in metres, seen from ``target``.

    The same move as ``georef.relocate`` makes with a shot. Degrees on WGS 84.
    """
    old, new = LocalFrame(*origin), LocalFrame(*target)
    return new.to_degrees(*old.to_metres(*point))
