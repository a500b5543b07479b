"""One shot: what a camera wrote beside its pixels, typed and with the source of each value."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class Kind(StrEnum):
    """The file kinds that are recognised by their content."""

    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"
    DNG = "dng"
    HEIC = "heic"


class VerticalReference(StrEnum):
    """From where an absolute altitude is counted; UNKNOWN when the file does not say."""

    ELLIPSOID = "ellipsoid"
    SEA_LEVEL = "sea_level"
    UNKNOWN = "unknown"


class ZoneSource(StrEnum):
    """How the moment of the shot became UTC."""

    FILE = "file"  # the file states an offset or UTC
    GPS = "gps"  # GPS time stamps are UTC
    ASSUMED = "assumed"  # the caller's zone was taken for a bare camera clock


@dataclass(frozen=True, slots=True)
class Attitude:
    """Angles in degrees: yaw clockwise from true north, pitch up from the horizon, roll right.

    A camera that looks straight down has a pitch of -90.
    """

    yaw_deg: float
    pitch_deg: float
    roll_deg: float


@dataclass(frozen=True, slots=True)
class Rejected:
    """A value that stood in the file and was not believed: its field and the reason."""

    field: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """Everything known about one shot; what the file does not say stays None.

    ``sources`` maps a field's name to where its value stood, such as ``exif:GPSLatitude`` or
    ``xmp:drone-dji:GimbalYawDegree``; ``warnings`` lists the values that were refused.
    ``width_px`` and ``height_px`` are the stored pixels, ``exif_width_px`` and
    ``exif_height_px`` what the camera once wrote: they differ in a reduced copy.
    ``relative_altitude_m`` counts from the take-off point. ``rtk_std_m`` is one sigma east,
    north, up. ``software`` is the trail of programs named in the file.
    """

    kind: Kind
    width_px: int
    height_px: int
    exif_width_px: int | None = None
    exif_height_px: int | None = None
    taken_at: datetime | None = None
    taken_zone: ZoneSource | None = None
    changed_at: datetime | None = None
    maker: str | None = None
    model: str | None = None
    lens_model: str | None = None
    lon_deg: float | None = None
    lat_deg: float | None = None
    absolute_altitude_m: float | None = None
    altitude_reference: VerticalReference = VerticalReference.UNKNOWN
    relative_altitude_m: float | None = None
    gimbal: Attitude | None = None
    flight: Attitude | None = None
    focal_length_mm: float | None = None
    focal_length_35mm: float | None = None
    sensor_width_mm: float | None = None
    calibrated_focal_length_px: float | None = None
    orientation_tag: int = 1
    rtk_std_m: tuple[float, float, float] | None = None
    software: tuple[str, ...] = ()
    embedded_thumbnail: bytes | None = field(default=None, repr=False)
    sources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    warnings: tuple[Rejected, ...] = ()


class Decision(StrEnum):
    """How the stored pixels stand against the pixels as shot; turns are clockwise."""

    AS_SHOT = "as_shot"
    TURNED_90 = "turned_90"
    TURNED_180 = "turned_180"
    TURNED_270 = "turned_270"
    UNVERIFIED = "unverified"

    @property
    def quarter_turns(self) -> int:
        """Clockwise quarter turns done to the pixels after the shot (0 when unverified)."""
        return _TURNS.get(self, 0)

    @classmethod
    def of_turns(cls, quarter_turns: int) -> Decision:
        """Return the decision for a number of clockwise quarter turns (taken modulo four)."""
        return _BY_TURNS[quarter_turns % 4]


_BY_TURNS = (Decision.AS_SHOT, Decision.TURNED_90, Decision.TURNED_180, Decision.TURNED_270)
_TURNS = {decision: turns for turns, decision in enumerate(_BY_TURNS)}


@dataclass(frozen=True, slots=True)
class Orientation:
    """A decision about turned pixels, how sure it is (0 to 1), and its reasons in English."""

    decision: Decision
    confidence: float
    reasons: tuple[str, ...] = ()
