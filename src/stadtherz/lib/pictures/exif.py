"""Turn EXIF tags into a shot's values (EXIF 2.32, JEITA CP-3451E, clauses 4.6.4 to 4.6.6)."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING

from stadtherz.lib.pictures.shot import VerticalReference, ZoneSource
from stadtherz.lib.pictures.tiff import Tags, Tiff, TiffFormatError, number, text

if TYPE_CHECKING:
    from stadtherz.lib.pictures.collect import Collected

_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_ELLIPSOID_REFS = (2, 3)


def collect_exif(block: bytes, into: Collected, *, zone: tzinfo) -> None:
    """Read an EXIF block that starts at its TIFF header; a broken one leaves only a warning."""
    try:
        tiff = Tiff(block)
        first = tiff.directory_at_start()
    except TiffFormatError:
        into.refuse("exif", "the EXIF block is broken")
        return
    main = _sub(tiff, first, _EXIF_IFD, into)
    gps = _sub(tiff, first, _GPS_IFD, into)
    _collect_texts(first, main, into)
    _collect_lens(main, into)
    _collect_position(gps, into)
    _collect_times(first, main, gps, into, zone)
    into.put("embedded_thumbnail", _thumbnail(tiff, block), "exif:JPEGInterchangeFormat")


def _sub(tiff: Tiff, tags: Tags, pointer: int, into: Collected) -> Tags:
    at = number(tags.get(pointer))
    if at is None or not math.isfinite(at):
        return {}
    try:
        return tiff.directory(int(at))
    except TiffFormatError:
        into.refuse("exif", f"the directory behind tag {pointer:#06x} is broken")
        return {}


def _collect_texts(first: Tags, main: Tags, into: Collected) -> None:
    into.put("maker", text(first.get(0x010F)), "exif:Make")
    into.put("model", text(first.get(0x0110)), "exif:Model")
    into.put("lens_model", text(main.get(0xA434)), "exif:LensModel")
    program = text(first.get(0x0131))
    if program:
        into.put("software", (program,), "exif:Software")
    tag = number(first.get(0x0112))
    if tag is not None and tag in range(1, 9):
        into.put("orientation_tag", int(tag), "exif:Orientation")
    elif tag is not None:
        into.refuse("orientation_tag", f"exif:Orientation = {tag:g} is none of 1 to 8")


def _collect_lens(main: Tags, into: Collected) -> None:
    into.put_checked("focal_length_mm", number(main.get(0x920A)), "exif:FocalLength")
    equivalent = number(main.get(0xA405))
    if equivalent:  # 0 means unknown, EXIF 2.32 clause 4.6.5
        into.put_checked("focal_length_35mm", equivalent, "exif:FocalLengthIn35mmFilm")
    for field, tag in (("exif_width_px", 0xA002), ("exif_height_px", 0xA003)):
        pixels = number(main.get(tag))
        if pixels is not None and math.isfinite(pixels) and 0 < pixels < 1e6:  # noqa: PLR2004 -- no sensor is wider
            into.put(field, int(pixels), "exif:PixelXDimension/PixelYDimension")


def _collect_position(gps: Tags, into: Collected) -> None:
    lat = _angle(gps, 0x0002, 0x0001, "S")
    lon = _angle(gps, 0x0004, 0x0003, "W")
    into.put_position(lon, lat, "exif:GPSLatitude/GPSLongitude")
    altitude = number(gps.get(0x0006))
    if altitude is None:
        return
    reference = number(gps.get(0x0005)) or 0
    sign = -1 if reference in (1, 3) else 1
    into.put_checked("absolute_altitude_m", sign * altitude, "exif:GPSAltitude")
    kind = VerticalReference.SEA_LEVEL
    if reference in _ELLIPSOID_REFS:  # EXIF 3.0 clause 4.6.6.1.6
        kind = VerticalReference.ELLIPSOID
    into.put("altitude_reference", kind, "exif:GPSAltitudeRef")


def _angle(gps: Tags, tag: int, ref_tag: int, negative: str) -> float | None:
    parts = gps.get(tag)
    if parts is None:
        return None
    numbers = [float(part) for part in parts[:3] if isinstance(part, (int, float))]
    if len(numbers) != 3:  # noqa: PLR2004 -- degrees, minutes, seconds
        return math.nan
    if not math.isfinite(numbers[2]):  # some phones write 0/0 for unused seconds
        numbers[2] = 0.0
    value = numbers[0] + numbers[1] / 60 + numbers[2] / 3600
    return -value if (text(gps.get(ref_tag)) or "").upper().startswith(negative) else value


def _collect_times(first: Tags, main: Tags, gps: Tags, into: Collected, zone: tzinfo) -> None:
    moment = _moment(text(main.get(0x9003)))
    offset = _offset(text(main.get(0x9011)))
    if moment and offset:
        into.put("taken_at", moment.replace(tzinfo=offset).astimezone(UTC), "exif:DateTimeOriginal")
        into.put("taken_zone", ZoneSource.FILE, "exif:OffsetTimeOriginal")
    elif by_gps := _gps_moment(gps):
        into.put("taken_at", by_gps, "exif:GPSDateStamp/GPSTimeStamp")
        into.put("taken_zone", ZoneSource.GPS, "exif:GPSTimeStamp")
    elif moment:
        into.put("taken_at", moment.replace(tzinfo=zone).astimezone(UTC), "exif:DateTimeOriginal")
        into.put("taken_zone", ZoneSource.ASSUMED, "the caller's zone")
    changed = _moment(text(first.get(0x0132)))
    if changed:
        changed_zone = _offset(text(main.get(0x9010))) or offset or zone
        into.put(
            "changed_at", changed.replace(tzinfo=changed_zone).astimezone(UTC), "exif:DateTime"
        )


def _moment(words: str | None) -> datetime | None:
    try:
        moment = datetime.strptime((words or "")[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 -- zone follows
    except ValueError:
        return None
    return moment if 1990 <= moment.year <= 2200 else None  # noqa: PLR2004 -- digital pictures


def _offset(words: str | None) -> tzinfo | None:
    try:
        sign, hours, minutes = (words or "")[0], int((words or "")[1:3]), int((words or "")[4:6])
    except (IndexError, ValueError):
        return None
    if sign not in "+-" or hours > 14 or not 0 <= minutes < 60 or hours < 0:  # noqa: PLR2004 -- zones end at 14 h
        return None
    return timezone((-1 if sign == "-" else 1) * timedelta(hours=hours, minutes=minutes))


def _gps_moment(gps: Tags) -> datetime | None:
    day, clock = text(gps.get(0x001D)), gps.get(0x0007)
    if not day or not clock or len(clock) != 3:  # noqa: PLR2004 -- hours, minutes, seconds
        return None
    try:
        hours, minutes, seconds = (float(part) for part in clock)
        start = datetime.strptime(day[:10], "%Y:%m:%d").replace(tzinfo=UTC)
        moment = start + timedelta(hours=hours, minutes=minutes, seconds=seconds)
    except (ValueError, OverflowError):
        return None
    return moment if 1990 <= moment.year <= 2200 and hours < 25 else None  # noqa: PLR2004 -- as above


def _thumbnail(tiff: Tiff, block: bytes) -> bytes | None:
    try:
        at = tiff.next_directory(tiff.first_offset())
        tags = tiff.directory(at) if at else {}
    except TiffFormatError:
        return None
    start, size = number(tags.get(0x0201)), number(tags.get(0x0202))
    if not start or not size or start + size > len(block):
        return None
    found = block[int(start) : int(start + size)]
    return found if found.startswith(b"\xff\xd8") else None
