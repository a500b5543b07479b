"""Uploads at the running program: cut, killed, with the wrong key, with the wrong content."""

from __future__ import annotations

import io
import socket
import struct
import time
import zlib
from typing import TYPE_CHECKING

import piexif
import pytest
from PIL import Image
from tools.house import ROOT

from tests.resilience.uploads import Crew, Mission

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.journeys.conftest import House

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]
PHOTO = ROOT / "src/stadtherz/modules/lookout/demo_photos/DJI_0018.JPG"
IN_FLIGHT_BYTES = 1 << 20


@pytest.fixture(scope="module")
def crew(demo: House) -> Iterator[Crew]:
    made = Crew(demo)
    yield made
    made.http.close()


@pytest.fixture
def mission(crew: Crew) -> Mission:
    return crew.mission()


@pytest.fixture(scope="module")
def photo() -> bytes:
    return PHOTO.read_bytes()


def finished(crew: Crew, mission: Mission, place: str, photo: bytes) -> int:
    """Go on from where the upload is; return that offset. The photo lies on the map then."""
    offset = crew.offset(place, mission.key)
    last = crew.patch(place, mission.key, offset, photo[offset:])
    assert last.status_code == 200, last.text
    facts = crew.placed(mission.incident)
    assert (facts["state"], facts["filename"]) == ("placed", "DJI_0042.JPG")
    return offset


def test_an_upload_cut_in_the_middle_goes_on_and_is_placed(
    crew: Crew, mission: Mission, photo: bytes
) -> None:
    place = crew.begin(mission, len(photo)).headers["location"]
    half = len(photo) // 2
    with crew.begin_patch(place, mission.key, photo, half):
        time.sleep(1.5)  # a line that breaks at once takes with it what the server has not read yet
    offset = finished(crew, mission, place, photo)
    assert max(1, half - IN_FLIGHT_BYTES) <= offset <= half


def test_what_was_acknowledged_survives_kill_9_between_the_halves(
    crew: Crew, mission: Mission, photo: bytes
) -> None:
    place = crew.begin(mission, len(photo)).headers["location"]
    half = len(photo) // 2 + 13
    first = crew.patch(place, mission.key, 0, photo[:half])
    assert (first.status_code, first.headers["upload-offset"]) == (204, str(half))
    crew.kill_web()
    assert finished(crew, mission, place, photo) == half


def test_kill_9_while_bytes_come_in_loses_nothing_acknowledged(
    crew: Crew, mission: Mission, photo: bytes
) -> None:
    place = crew.begin(mission, len(photo)).headers["location"]
    with crew.begin_patch(place, mission.key, photo, len(photo) // 2):
        crew.kill_web()
    assert finished(crew, mission, place, photo) <= len(photo) // 2


def test_a_key_reaches_its_own_incident_and_no_other(
    crew: Crew, mission: Mission, photo: bytes
) -> None:
    other = crew.mission()
    refused = crew.put(other.incident, mission.key, photo)
    assert refused.status_code == 404
    assert refused.json()["message"]
    stolen = crew.begin(other, len(photo)).headers["location"]
    assert crew.patch(stolen, mission.key, 0, photo).status_code == 404
    assert crew.put(mission.incident, mission.key, photo).status_code == 200
    assert crew.placed(mission.incident)["mission"] == mission.id
    assert crew.photos(other.incident) == []


def test_a_key_reaches_its_own_mission_of_two(crew: Crew, mission: Mission, photo: bytes) -> None:
    second = crew.mission(mission.incident)
    assert crew.put(second.incident, second.key, photo).status_code == 200
    assert crew.placed(mission.incident)["mission"] == second.id != mission.id


def test_the_key_of_an_ended_mission_is_refused_with_words(
    crew: Crew, mission: Mission, photo: bytes
) -> None:
    place = crew.begin(mission, len(photo)).headers["location"]
    with crew.signed_in("dispatcher") as desk:
        page = desk.get(f"/lagebild/{mission.incident}/einsatz/")
        crew.press(desk, page, f"/lagebild/{mission.incident}/flug/{mission.id}/ende/")
    for answer in (
        crew.put(mission.incident, mission.key, photo),
        crew.begin(mission, len(photo)),
        crew.patch(place, mission.key, 0, photo),
    ):
        told = answer.json()
        assert (answer.status_code, told["code"]) == (401, "media.E401")
        assert told["message"].startswith("Dieser Schlüssel gilt nicht")
        assert "neuen Schlüssel" in told["fix"]
    assert crew.photos(mission.incident) == []


def jpeg(colour: int, *, position: tuple[float, float] | None = None) -> bytes:
    """A picture without XMP, with the position of its camera if told (degrees)."""
    file = io.BytesIO()
    gps = {}
    if position is not None:
        lon, lat = (((round(value * 10_000_000), 10_000_000), (0, 1), (0, 1)) for value in position)
        gps = {1: b"N", 2: lat, 3: b"E", 4: lon}
    exif = piexif.dump({"0th": {271: b"DJI", 272: b"FC330"}, "GPS": gps})
    Image.new("RGB", (400, 225), (colour, 90, 40)).save(file, "JPEG", exif=exif)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "state", "words"),
    [
        (jpeg(10), "ohne Ort", "Das Foto enthält keine Position"),
        (jpeg(20, position=(7.77, 49.44)), "auf der Karte", "als Punkt gezeigt"),
        (jpeg(30, position=(7.77, 99.0)), "ohne Ort", "Position des Fotos kann nicht stimmen"),
        (jpeg(40, position=(0.0, 0.0)), "ohne Ort", "Position des Fotos kann nicht stimmen"),
    ],
    ids=["no GPS", "no XMP", "beyond the pole", "null island"],
)
def test_a_photo_that_lacks_something_is_kept_and_says_what(
    crew: Crew, mission: Mission, content: bytes, state: str, words: str
) -> None:
    assert crew.put(mission.incident, mission.key, content).status_code == 200
    crew.placed(mission.incident)
    with crew.signed_in("dispatcher") as desk:
        told = desk.get(f"/lagebild/{mission.incident}/bilder.json").json()["photos"]
    (one,) = told
    assert state in one["sent"]
    assert words in one["sent"]
    assert words in one["card"]


def png_of(width_px: int, height_px: int) -> bytes:
    """A PNG of a few bytes that says it is this large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width_px, height_px, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1_000_000), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def jpeg_of(width_px: int, height_px: int) -> bytes:
    """A JPEG whose header says it is this large."""
    content = jpeg(50)
    at = content.index(b"\xff\xc0") + 5
    return content[:at] + struct.pack(">HH", height_px, width_px) + content[at + 4 :]


@pytest.mark.parametrize(
    ("make", "status", "code", "words"),
    [
        (lambda: b"", 400, "media.E001", "Die Datei ist leer"),
        (lambda: b"%PDF-1.7\n" + bytes(5000), 422, "pictures.E002", "kein Foto"),
        (lambda: png_of(60_000, 60_000), 422, "pictures.E004", "mehr Bildpunkte"),
        (lambda: jpeg_of(60_000, 60_000), 422, "pictures.E004", "mehr Bildpunkte"),
        (lambda: jpeg(60)[:-400], 422, "pictures.E005", "abgeschnitten"),
    ],
    ids=["0 bytes", "renamed PDF", "PNG bomb", "JPEG bomb", "cut file"],
)
def test_what_is_no_photo_is_refused_in_words_and_leaves_nothing(
    crew: Crew,
    mission: Mission,
    make: Callable[[], bytes],
    status: int,
    code: str,
    words: str,
) -> None:
    answer = crew.put(mission.incident, mission.key, make())
    told = answer.json()
    assert (answer.status_code, told["code"]) == (status, code)
    assert words in told["message"]
    assert told["fix"]
    assert crew.photos(mission.incident) == []
    assert not list((crew.house.home / "data/media/spool").glob("*.sealed"))


def test_half_a_gigabyte_is_refused_before_it_is_sent(crew: Crew, mission: Mission) -> None:
    """By tus before its first byte, by PUT with the first ones: nobody waits for 500 MB."""
    early = crew.begin(mission, 500_000_000)
    assert (early.status_code, early.json()["code"]) == (413, "media.E002")
    with socket.create_connection(("localhost", crew.house.port), timeout=20) as line:
        told = crew.told(mission.key) | {
            "Host": f"localhost:{crew.house.port}",
            "Content-Length": "500000000",
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        line.sendall(f"PUT /upload/{mission.incident}/a.jpg HTTP/1.1\r\n{head}\r\n".encode())
        line.sendall(b"\xff\xd8\xff" + bytes(10_000))
        answer = b""
        while b"}" not in answer:
            part = line.recv(65_536)
            assert part, answer
            answer += part
    assert answer.startswith(b"HTTP/1.1 413")
    assert "Die Datei ist größer als 200 MB".encode() in answer


def test_more_bytes_than_announced_are_refused(crew: Crew, mission: Mission, photo: bytes) -> None:
    place = crew.begin(mission, 1000).headers["location"]
    answer = crew.patch(place, mission.key, 0, photo)
    assert (answer.status_code, answer.json()["code"]) == (413, "media.E002")
    assert crew.photos(mission.incident) == []
