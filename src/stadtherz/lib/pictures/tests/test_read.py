"""Metadata of five makers become one typed shot; absurd values become warnings."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import piexif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtherz.lib.pictures import (
    Attitude,
    PictureError,
    VerticalReference,
    ZoneSource,
    judge_alone,
    read_shot,
    thumbnail,
)
from stadtherz.lib.pictures.tests import makers
from stadtherz.lib.pictures.xmp import read_xmp

SAMPLE = Path(__file__).parents[3] / "modules/lookout/demo_photos"
DJI = "http://www.dji.com/drone-dji/1.0/"


def test_real_dji_photo():
    shot = read_shot((SAMPLE / "DJI_0018.JPG").read_bytes(), zone=ZoneInfo("America/Chicago"))
    assert (shot.maker, shot.model) == ("DJI", "FC300S")
    assert shot.lon_deg == pytest.approx(-91.994, abs=1e-3)
    assert shot.lat_deg == pytest.approx(46.8425, abs=1e-3)
    assert shot.gimbal == Attitude(45.0, -89.9, 0.0)
    assert shot.flight == Attitude(46.0, 1.8, 3.0)
    assert shot.relative_altitude_m == 39.8
    assert shot.altitude_reference is VerticalReference.UNKNOWN
    assert (shot.width_px, shot.exif_width_px, shot.exif_height_px) == (1120, 4000, 2250)
    assert (shot.focal_length_mm, shot.focal_length_35mm) == (3.61, 20)
    assert shot.taken_at == datetime(2016, 6, 23, 21, 31, 59, tzinfo=UTC)
    assert shot.taken_zone is ZoneSource.ASSUMED
    assert shot.embedded_thumbnail is not None
    assert shot.sources["gimbal"] == "xmp:drone-dji:Gimbal*Degree"
    assert shot.warnings == ()


def test_dji_rtk_and_calibrated_camera():
    words = {
        "GpsLatitude": "+49.4447", "GpsLongitude": "+7.7689", "AltitudeType": "RtkAlt",
        "AbsoluteAltitude": "+351.2", "RelativeAltitude": "+80.0", "RtkFlag": "50",
        "RtkStdLon": "0.012", "RtkStdLat": "0.011", "RtkStdHgt": "0.03",
        "CalibratedFocalLength": "3666.666504",
        "GimbalYawDegree": "-12.0", "GimbalPitchDegree": "-45.0", "GimbalRollDegree": "0.0",
    }  # fmt: skip
    shot = read_shot(makers.jpeg(xmp=makers.xmp(DJI, "drone-dji", words)))
    assert (shot.lon_deg, shot.lat_deg) == (7.7689, 49.4447)
    assert shot.altitude_reference is VerticalReference.ELLIPSOID
    assert shot.rtk_std_m == (0.012, 0.011, 0.03)
    assert shot.calibrated_focal_length_px == pytest.approx(3666.67, abs=0.01)


@pytest.mark.parametrize(
    ("packet", "gimbal", "height"),
    [
        (
            makers.xmp(
                "http://www.autel.com/drone/1.0/", "drone",
                {"GimbalYawDegree": "30", "GimbalPitchDegree": "-60", "GimbalRollDegree": "0",
                 "RelativeAltitude": "55.5"},
            ),
            Attitude(30, -60, 0), 55.5,
        ),
        (
            makers.xmp("http://pix4d.com/camera/1.0", "Camera",
                       {"Yaw": "10", "Pitch": "0", "Roll": "1"}),
            Attitude(10, -90, 1), None,
        ),
        (
            makers.xmp("http://www.parrot.com/drone-parrot/1.0/", "drone-parrot", {},
                       "<drone-parrot:CameraYawDegree>176.3</drone-parrot:CameraYawDegree>"
                       "<drone-parrot:CameraPitchDegree>-78.4</drone-parrot:CameraPitchDegree>"
                       "<drone-parrot:CameraRollDegree>-0.3</drone-parrot:CameraRollDegree>"),
            Attitude(176.3, -78.4, -0.3), None,
        ),
        (
            makers.xmp("https://www.skydio.com/drone-skydio/1.0/", "drone-skydio",
                       {"RelativeAltitude": "21.0"},
                       '<drone-skydio:VehicleOrientationNED drone-skydio:Yaw="1" '
                       'drone-skydio:Pitch="2" drone-skydio:Roll="3"/>'
                       '<drone-skydio:CameraOrientationNED rdf:parseType="Resource">'
                       "<drone-skydio:Yaw>146.5</drone-skydio:Yaw>"
                       "<drone-skydio:Pitch>-84</drone-skydio:Pitch>"
                       "<drone-skydio:Roll>0.2</drone-skydio:Roll>"
                       "</drone-skydio:CameraOrientationNED>"),
            Attitude(146.5, -84, 0.2), 21.0,
        ),
    ],
    ids=["autel", "pix4d", "parrot", "skydio"],
)  # fmt: skip
def test_other_makers(packet, gimbal, height):
    shot = read_shot(makers.jpeg(xmp=packet))
    assert shot.gimbal == gimbal
    assert shot.relative_altitude_m == height


def test_phone_with_offset_and_lens():
    gps = makers.gps_at(7.7689, 49.4447) | {
        piexif.GPSIFD.GPSAltitudeRef: 0,
        piexif.GPSIFD.GPSAltitude: (2510, 10),
    }
    main = {
        piexif.ExifIFD.DateTimeOriginal: "2026:10:03 22:30:00",
        piexif.ExifIFD.OffsetTimeOriginal: "+02:00",
        piexif.ExifIFD.LensModel: "back camera 4.2mm",
        piexif.ExifIFD.FocalLengthIn35mmFilm: 26,
    }
    block = makers.exif(maker="Google", model="Pixel 8", gps=gps, main=main, zeroth={0x0112: 6})
    shot = read_shot(makers.jpeg(exif=block))
    assert shot.taken_at == datetime(2026, 10, 3, 20, 30, tzinfo=UTC)
    assert shot.taken_zone is ZoneSource.FILE
    assert shot.lon_deg == pytest.approx(7.7689, abs=1e-6)
    assert (shot.absolute_altitude_m, shot.altitude_reference) == (251, "sea_level")
    assert (shot.orientation_tag, shot.lens_model) == (6, "back camera 4.2mm")
    assert shot.gimbal is None


@pytest.mark.parametrize(
    ("gps", "word"),
    [
        (makers.gps_at(7.7, 91.0), "no latitude"),
        (makers.gps_at(0.0, 0.0), "0/0"),
        (makers.gps_at(7.7, 49.4) | {2: ((49, 0), (0, 0), (0, 0))}, "zero denominator"),
        ({1: "N", 2: makers.degrees(49.4)}, "only one"),
    ],
)
def test_absurd_positions_are_refused_with_a_reason(gps, word):
    shot = read_shot(makers.jpeg(exif=makers.exif(gps=gps)))
    assert (shot.lon_deg, shot.lat_deg) == (None, None)
    assert any(word in refused.reason for refused in shot.warnings)


def test_absurd_numbers_are_refused():
    words = {"AbsoluteAltitude": "1e9", "RelativeAltitude": "nan", "GimbalYawDegree": "10",
             "GimbalPitchDegree": "steep"}  # fmt: skip
    shot = read_shot(makers.jpeg(xmp=makers.xmp(DJI, "drone-dji", words)))
    assert (shot.absolute_altitude_m, shot.relative_altitude_m, shot.gimbal) == (None, None, None)
    assert {w.field for w in shot.warnings} == {
        "absolute_altitude_m", "relative_altitude_m", "gimbal",
    }  # fmt: skip


def test_xmp_with_entities_is_not_read():
    inside = makers.xmp(DJI, "d", {"RelativeAltitude": "&a;"})
    packet = f'<!DOCTYPE x [<!ENTITY a "1">]>{inside}'.encode()
    assert read_xmp(packet) == {}
    assert read_xmp(b"<x:xmpmeta><open></x:xmpmeta>") == {}
    shot = read_shot(makers.jpeg(xmp=packet.decode()))
    assert "entities" in shot.warnings[0].reason


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_mutated_bytes_never_crash(data):
    original = makers.jpeg(
        exif=makers.exif(gps=makers.gps_at(7.7, 49.4), thumbnail=makers.jpeg(makers.scene(32, 24))),
        xmp=makers.xmp(DJI, "drone-dji", {"RelativeAltitude": "10", "GimbalYawDegree": "5"}),
    )
    mutated = bytearray(original)
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, min(len(mutated), 1500) - 1))
        mutated[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(mutated)))
    for changed in (bytes(mutated), bytes(mutated[:cut])):
        try:
            judge_alone(changed, read_shot(changed))
            thumbnail(changed, max_side_px=64)
        except PictureError:
            continue  # refused with a word for people: that is the contract


@settings(max_examples=60, deadline=None)
@given(head=st.sampled_from([b"II*\0", b"MM\0*", b"\0\0\0\x18ftypheic", b"\x89PNG\r\n\x1a\n"]),
       rest=st.binary(max_size=400))  # fmt: skip
def test_random_bodies_never_crash(head, rest):
    try:
        read_shot(head + rest)
    except PictureError:
        return  # refused with a word for people: that is the contract
