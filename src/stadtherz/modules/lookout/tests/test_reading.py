"""Real photos come in: placed, turned back, or told why not."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING

import piexif
import pytest
from PIL import Image

from stadtherz.core.media.errors import UploadError
from stadtherz.core.media.events import PictureReceived
from stadtherz.lib.coordinates import Position, distance_m
from stadtherz.lib.georef import relocate as relocated
from stadtherz.lib.georef import view_of
from stadtherz.lib.pictures import Decision, PictureError, read_shot
from stadtherz.modules.lookout import actions, listens, tasks
from stadtherz.modules.lookout.domain import State, Trouble, moved
from stadtherz.modules.lookout.models import Photo
from stadtherz.modules.lookout.tests.conftest import SAMPLES, Worker, received, sample, work

if TYPE_CHECKING:
    from stadtherz.modules.lookout.tests.conftest import House, Send

HOME = (7.7689, 49.4447)


def plain_jpeg(*, position: tuple[float, float] | None = None) -> bytes:
    """A JPEG as a phone without drone data writes it."""
    out = io.BytesIO()
    exif = b""
    if position is not None:
        lon, lat = (
            ((int(v), 1), (int(v % 1 * 60), 1), (int(v * 60 % 1 * 6_000), 100)) for v in position
        )
        gps = {1: b"N", 2: lat, 3: b"E", 4: lon}
        exif = piexif.dump({"GPS": gps})
    Image.effect_noise((640, 480), 40).convert("RGB").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_photo_is_placed_with_outline_and_error(send: Send) -> None:
    photo = send(sample("DJI_0018.JPG"))
    assert photo.state == State.PLACED, photo.detail
    assert photo.trouble == ""
    assert photo.corners
    assert len(photo.corners) == 4
    assert photo.error_ce90_m
    assert 2 < photo.error_ce90_m < 15
    assert photo.height_m == pytest.approx(40, abs=1)
    assert photo.is_exercise
    sides = {d.name: max(d.width_px, d.height_px) for d in photo.item.derivatives.all()}
    assert sides[photo.thumb_name] == 320
    assert photo.view_name not in sides, "people wait for the small copy only"
    assert tasks.enlarge.run(Worker(), str(photo.id))  # type: ignore[arg-type] # stands for Progress
    photo.refresh_from_db()
    large = photo.item.derivatives.get(name=photo.view_name)
    assert photo.enlarged_at
    assert 320 < max(large.width_px, large.height_px) <= 1600
    assert not tasks.enlarge.run(Worker(), str(photo.id))  # type: ignore[arg-type] # made once


@pytest.mark.django_db(transaction=False)
def test_turned_photos_are_turned_back_or_called_unverified(house: House, send: Send) -> None:
    photos = {name.name: send(name.read_bytes()) for name in sorted(SAMPLES.glob("*.JPG"))}
    for photo in photos.values():
        tasks.compare_one(photo, by=Worker.actor)
    rows = {p.item.plain_sha256: p for p in Photo.objects.select_related("item")}
    turned = [p for p in rows.values() if p.orientation == Decision.TURNED_180]
    wrong = [p for p in rows.values() if p.orientation in (Decision.TURNED_90, "turned_270")]
    assert len(rows) == len(photos) == 18
    assert wrong == []
    unsure = [p for p in rows.values() if p.orientation == Decision.UNVERIFIED]
    assert 6 <= len(turned) + len(unsure) <= 7
    for photo in turned:
        assert photo.orientation_reasons
        assert photo.item.derivatives.filter(name="view-180").exists()


def test_the_same_event_twice_makes_one_photo(house: House) -> None:
    item = received(sample("DJI_0020.JPG"), occasion=house.incident, by=house.crew)
    work()
    read_at = Photo.objects.get().read_at
    again = PictureReceived(occasion_id=house.incident.id, item_id=item.id, is_exercise=True)
    listens.on_picture(again, Worker.actor)
    work()
    assert Photo.objects.get().read_at == read_at


def test_no_gps_is_told_and_nothing_guessed(send: Send) -> None:
    photo = send(plain_jpeg())
    assert (photo.state, photo.trouble) == (State.UNPLACED, Trouble.NO_POSITION)
    assert photo.shown_centre is None
    assert photo.item.derivatives.filter(name=photo.thumb_name).exists()


def test_no_xmp_is_a_point_without_outline(send: Send) -> None:
    photo = send(plain_jpeg(position=(7.77, 49.44)))
    assert (photo.state, photo.trouble) == (State.PLACED, Trouble.NO_HEIGHT)
    assert photo.corners is None
    assert photo.shown_position == pytest.approx((7.77, 49.44), abs=1e-4)


@pytest.mark.parametrize("position", [(0.0, 0.0), (7.0, 99.0)])
def test_absurd_coordinates_are_refused_with_their_reason(
    send: Send, position: tuple[float, float]
) -> None:
    photo = send(plain_jpeg(position=position))
    assert (photo.state, photo.trouble) == (State.UNPLACED, Trouble.ABSURD_POSITION)
    assert photo.detail
    assert photo.shown_position is None


def test_a_renamed_pdf_and_an_empty_file_never_become_photos(house: House) -> None:
    with pytest.raises(PictureError):
        received(b"%PDF-1.7 " * 50, occasion=house.incident, by=house.crew)
    with pytest.raises(UploadError):
        received(b"", occasion=house.incident, by=house.crew)
    assert not Photo.objects.exists()


def test_a_picture_whose_file_is_gone_says_so(house: House) -> None:
    item = received(sample("DJI_0021.JPG"), occasion=house.incident, by=house.crew)
    from stadtherz.core.media import store  # noqa: PLC0415 - only here

    store.remove(item.address)
    work()
    photo = Photo.objects.get()
    assert (photo.state, photo.trouble) == (State.FAILED, Trouble.UNREADABLE)
    assert photo.detail


def test_relocated_photos_move_rigidly_and_back(house: House, send: Send) -> None:
    first, second = send(sample("DJI_0018.JPG")), send(sample("DJI_0030.JPG"))
    actions.relocate(house.incident, to=HOME, by=house.dispatcher)
    shown = {p.id: p for p in Photo.objects.select_related("mission")}
    assert shown[first.id].shown_position == pytest.approx(HOME, abs=2e-6)
    shots = [read_shot(sample(name)) for name in ("DJI_0018.JPG", "DJI_0030.JPG")]
    there = view_of(relocated(shots, to_lon=HOME[0], to_lat=HOME[1])[1]).pose
    lon, lat = shown[second.id].shown_position or (math.nan, math.nan)
    here = Position(lat_deg=lat, lon_deg=lon)
    assert distance_m(here, Position(lat_deg=there.lat_deg, lon_deg=there.lon_deg)) < 0.01
    actions.stop_relocating(house.incident, by=house.dispatcher)
    assert Photo.objects.get(id=first.id).shown_position == (first.lon_deg, first.lat_deg)


def test_relocation_before_the_first_photo_counts_for_it(house: House, send: Send) -> None:
    actions.relocate(house.incident, to=HOME, by=house.crew)
    assert send(sample("DJI_0018.JPG")).shown_position == pytest.approx(HOME, abs=2e-6)


def test_moved_keeps_distances() -> None:
    a, b = (-91.994, 46.8425), (-91.992, 46.8431)
    x, y = (moved(p, origin=a, target=HOME) for p in (a, b))
    before = distance_m(Position(a[1], a[0]), Position(b[1], b[0]))
    assert distance_m(Position(x[1], x[0]), Position(y[1], y[0])) == pytest.approx(before, abs=0.01)
