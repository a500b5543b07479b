"""Turn the XMP of drone makers into a shot's values.

The names come from the makers' own files and public readers of them: DJI ``drone-dji`` (tag list
of ExifTool's DJI page, and real files), Parrot ``drone-parrot`` (Parrot Olympe, "Embedded photo
metadata"), Skydio ``drone-skydio`` (structures CameraOrientationNED and VehicleOrientationNED,
read so by OpenAthena), Autel ``drone`` with DJI's names, older Autel and senseFly the Pix4D
``Camera`` names (pitch 0 straight down, 90 ahead; Pix4D, "Specifications of XMP camera tags").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadtherz.lib.pictures.collect import Collected, decimal
from stadtherz.lib.pictures.shot import VerticalReference

if TYPE_CHECKING:
    from collections.abc import Mapping

_ATTITUDES = (
    ("gimbal", "drone-dji:Gimbal{}Degree"),
    ("gimbal", "drone:Gimbal{}Degree"),
    ("gimbal", "drone-autel:Gimbal{}Degree"),
    ("gimbal", "drone-parrot:Camera{}Degree"),
    ("gimbal", "drone-skydio:CameraOrientationNED/{}"),
    ("flight", "drone-dji:Flight{}Degree"),
    ("flight", "drone:Flight{}Degree"),
    ("flight", "drone-autel:Flight{}Degree"),
    ("flight", "drone-parrot:Drone{}Degree"),
    ("flight", "drone-skydio:VehicleOrientationNED/{}"),
)
_POSITIONS = (
    ("drone-dji:GpsLongitude", "drone-dji:GpsLatitude"),
    ("drone-dji:GpsLongtitude", "drone-dji:GpsLatitude"),  # so spelt by older firmware
    ("drone:GpsLongitude", "drone:GpsLatitude"),
    ("drone-autel:GpsLongitude", "drone-autel:GpsLatitude"),
    ("drone-skydio:Longitude", "drone-skydio:Latitude"),
)
_NUMBERS = (
    ("relative_altitude_m", "drone-dji:RelativeAltitude"),
    ("relative_altitude_m", "drone:RelativeAltitude"),
    ("relative_altitude_m", "drone-autel:RelativeAltitude"),
    ("relative_altitude_m", "drone-skydio:RelativeAltitude"),
    ("relative_altitude_m", "drone-parrot:RelativeAltitude"),
    ("absolute_altitude_m", "drone-dji:AbsoluteAltitude"),
    ("absolute_altitude_m", "drone:AbsoluteAltitude"),
    ("absolute_altitude_m", "drone-autel:AbsoluteAltitude"),
    ("absolute_altitude_m", "drone-skydio:AbsoluteAltitude"),
    ("calibrated_focal_length_px", "drone-dji:CalibratedFocalLength"),
)
_RTK = ("drone-dji:RtkStdLon", "drone-dji:RtkStdLat", "drone-dji:RtkStdHgt")
_PROGRAMS = ("xmp:CreatorTool", "mm:History/softwareAgent")


def collect_xmp(properties: Mapping[str, str], into: Collected) -> None:
    """Add what the makers' XMP says; call before EXIF, whose values then only fill gaps."""
    for field, pattern in _ATTITUDES:
        yaw, pitch, roll = (
            decimal(properties, pattern.format(n)) for n in ("Yaw", "Pitch", "Roll")
        )
        into.put_attitude(field, (yaw, pitch, roll), f"xmp:{pattern.format('*')}")
    _collect_pix4d(properties, into)
    for lon, lat in _POSITIONS:
        into.put_position(
            decimal(properties, lon), decimal(properties, lat), f"xmp:{lat}"
        ) if lon in properties else None
    for field, name in _NUMBERS:
        into.put_checked(field, decimal(properties, name), f"xmp:{name}")
    _collect_altitude_kind(properties, into)
    _collect_rtk(properties, into)
    into.put("maker", properties.get("tiff:Make"), "xmp:tiff:Make")
    into.put("model", properties.get("tiff:Model"), "xmp:tiff:Model")


def programs(properties: Mapping[str, str]) -> tuple[str, ...]:
    """Return the programs that the XMP names, without repeats."""
    return tuple(dict.fromkeys(properties[name] for name in _PROGRAMS if properties.get(name)))


def _collect_pix4d(properties: Mapping[str, str], into: Collected) -> None:
    pitch = decimal(properties, "Camera:Pitch")
    if pitch is None:
        return
    yaw, roll = decimal(properties, "Camera:Yaw"), decimal(properties, "Camera:Roll")
    into.put_attitude("gimbal", (yaw, pitch - 90, roll), "xmp:Camera:* (0 is straight down)")


def _collect_altitude_kind(properties: Mapping[str, str], into: Collected) -> None:
    """DJI's plain value fits neither reference reliably; only RTK names the ellipsoid."""
    source = into.sources.get("absolute_altitude_m", "")
    if not source.startswith("xmp:"):
        return
    rtk = properties.get("drone-dji:AltitudeType", "").lower().startswith("rtk")
    kind = VerticalReference.ELLIPSOID if rtk else VerticalReference.UNKNOWN
    into.put("altitude_reference", kind, "xmp:drone-dji:AltitudeType" if rtk else "not stated")


def _collect_rtk(properties: Mapping[str, str], into: Collected) -> None:
    values = [into.check("rtk_std_m", decimal(properties, name), f"xmp:{name}") for name in _RTK]
    if all(value is not None for value in values) and properties.get("drone-dji:RtkFlag") != "0":
        into.put("rtk_std_m", tuple(values), "xmp:drone-dji:RtkStd*")
