"""Dispatcher and drone crew side by side: an incident, real photos, the map, the end."""

from __future__ import annotations

import io
import re
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from playwright.sync_api import expect

from stadtherz.lib.pictures import read_shot
from stadtherz.lib.pictures.orientation import editing_trail

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import House

SAMPLES = Path(__file__).parents[2] / "src/stadtherz/modules/lookout/demo_photos"
PHOTOS = [SAMPLES / f"DJI_00{number}.JPG" for number in (18, 19, 30)]
WHOLE = Path(__file__).parents[3] / "shared/data/drone-photos-brighton/images"
RECORDED = (-92.1, -91.9, 46.8, 46.9)
DOUBTED = re.compile("zurückgedreht|Ausrichtung ungeprüft")
TOWN = 'document.querySelector("city-map").gl.getStyle().sources'
expect.set_options(timeout=20_000)
PageFor = Callable[..., "Page"]
Axe = Callable[["Page"], list[str]]
Shot = Callable[["Page", str], Path]


def open_incident(page: Page, title: str, address: str, *, is_exercise: bool) -> str:
    """Open an incident at an address found by typing; returns the incident's path."""
    page.goto("/lagebild/")
    page.get_by_label("Was ist passiert?").fill(title)
    page.get_by_role("combobox", name="Wo?").fill(address)
    page.locator("[role=option]").first.click()
    box = page.get_by_label("Dies ist eine Übung")
    if box.is_checked() != is_exercise:
        box.click()
    page.get_by_role("button", name="Einsatz eröffnen").click()
    page.wait_for_url(re.compile(r"/lagebild/[0-9a-f-]{36}/$"))
    return "/lagebild/" + page.url.split("/lagebild/")[1]


def overlays(page: Page) -> int:
    """How many pictures lie on the map."""
    return int(page.evaluate(f'Object.keys({TOWN}).filter(k => k.startsWith("photo-")).length'))


def wait_for_overlays(page: Page, count: int, *, within_s: float = 20) -> None:
    """Wait until so many pictures lie on the map; polled from outside, as the policy demands."""
    end_s = time.monotonic() + within_s
    while overlays(page) != count:
        assert time.monotonic() < end_s, f"{overlays(page)} of {count} pictures on the map"
        page.wait_for_timeout(100)


def test_photos_of_an_exercise_reach_the_dispatcher_without_reload(
    page_for: PageFor, axe: Axe, shot: Shot
) -> None:
    desk = page_for("dispatcher", bypass_csp=True)
    crew = page_for("drone_crew", width=390, bypass_csp=True)
    crew.goto("/lagebild/")
    path = open_incident(desk, "Rauch aus Dachstuhl", "Fackelstraße 10", is_exercise=True)
    expect(crew.get_by_role("link", name="Rauch aus Dachstuhl").first).to_be_visible()
    shot(desk, "lookout-empty")
    crew.goto(f"{path}einsatz/")
    crew.get_by_role("button", name="hierher verlegen").click()
    desk.wait_for_timeout(500)
    desk.evaluate("window.notReloaded = true")
    crew.locator("photo-drop input[type=file]").set_input_files(PHOTOS)
    for photo in PHOTOS:
        expect(desk.locator(".lo-photo--placed", has_text=photo.name)).to_be_visible()
        expect(crew.locator(".lo-sent--placed", has_text=photo.name)).to_be_visible()
    wait_for_overlays(desk, len(PHOTOS))
    assert desk.evaluate("window.notReloaded")
    corners = desk.evaluate(
        f'Object.entries({TOWN}).find(([k]) => k.startsWith("photo-"))[1].coordinates'
    )
    assert all(7.7 < lon < 7.83 and 49.4 < lat < 49.48 for lon, lat in corners), corners
    expect(desk.locator(".sh-banner--exercise")).to_be_visible()
    desk.wait_for_timeout(1500)
    shot(desk, "lookout-desk")
    shot(crew, "lookout-crew-phone")
    assert axe(desk) == []
    assert axe(crew) == []
    look_at_one(desk, shot)
    as_table(desk, shot)
    close(desk, crew, path)


def look_at_one(desk: Page, shot: Shot) -> None:
    """A photo opens full size, and says its age."""
    desk.locator("[data-open]").first.click()
    viewer = desk.locator("dialog#viewer")
    expect(viewer).to_be_visible()
    desk.wait_for_function(
        "document.querySelector('#viewer img').naturalWidth >= 500", timeout=10_000
    )
    expect(viewer).to_contain_text("vor ")
    shot(desk, "lookout-viewer")
    desk.keyboard.press("Escape")
    expect(viewer).to_be_hidden()


def as_table(desk: Page, shot: Shot) -> None:
    """The same photos as a table with coordinates."""
    desk.get_by_role("button", name="Als Tabelle").click()
    row = desk.locator("[data-rows] tr").first
    expect(row).to_contain_text(re.compile(r"32 ?U"))
    shot(desk, "lookout-table")
    desk.get_by_role("button", name="Als Karte").click()


def close(desk: Page, crew: Page, path: str) -> None:
    """The incident ends; it takes no more photos."""
    desk.get_by_role("button", name="Einsatz schließen …").click()
    desk.locator("#close_incident").get_by_role("button", name="Einsatz schließen").click()
    expect(desk.locator(".lo-badges").first).to_contain_text("geschlossen")
    crew.goto(f"{path}einsatz/")
    expect(crew.get_by_text("Er nimmt keine Fotos mehr an.")).to_be_visible()


def test_real_place_lies_outside_the_town_on_a_graticule(page_for: PageFor, shot: Shot) -> None:
    desk = page_for("dispatcher")
    crew = page_for("drone_crew", width=390)
    path = open_incident(desk, "Person vermisst", "Rathaus", is_exercise=False)
    crew.goto(f"{path}einsatz/")
    crew.locator("photo-drop input[type=file]").set_input_files(PHOTOS[:2])
    wait_for_overlays(desk, 2)
    corners = desk.evaluate(
        f'Object.entries({TOWN}).find(([k]) => k.startsWith("photo-"))[1].coordinates'
    )
    assert all(-92.1 < lon < -91.9 and 46.8 < lat < 46.9 for lon, lat in corners), corners
    expect(desk.locator("city-map[data-outside]")).to_be_visible()
    desk.wait_for_timeout(1500)
    shot(desk, "lookout-outside")
    close(desk, crew, path)


def test_bad_files_are_told_with_what_to_do(page_for: PageFor, axe: Axe, shot: Shot) -> None:
    desk = page_for("dispatcher")
    crew = page_for("drone_crew", width=390, bypass_csp=True)
    path = open_incident(desk, "Ölspur", "Pariser Straße 1", is_exercise=True)
    crew.goto(f"{path}einsatz/")
    plain = io.BytesIO()
    Image.effect_noise((640, 480), 40).convert("RGB").save(plain, "JPEG")
    files = [
        {"name": "rechnung.jpg", "mimeType": "image/jpeg", "buffer": b"%PDF-1.7 " * 99},
        {"name": "leer.jpg", "mimeType": "image/jpeg", "buffer": b""},
        {"name": "handy.jpg", "mimeType": "image/jpeg", "buffer": plain.getvalue()},
    ]
    crew.locator("photo-drop input[type=file]").set_input_files(files)  # type: ignore[arg-type] # file payloads
    for name in ("rechnung.jpg", "leer.jpg"):
        row = crew.locator(".sh-upload--failed", has_text=name)
        expect(row).to_contain_text(re.compile(r"\[\w+\.E\d+\]"))
    expect(crew.locator(".lo-sent--unplaced", has_text="handy.jpg")).to_contain_text("Position")
    expect(desk.locator(".lo-photo--unplaced", has_text="handy.jpg")).to_be_visible()
    assert overlays(desk) == 0
    shot(crew, "lookout-crew-errors")
    assert axe(crew) == []
    close(desk, crew, path)


def test_a_mission_key_sends_from_a_phone_without_an_account(page_for: PageFor, shot: Shot) -> None:
    desk = page_for("dispatcher")
    crew = page_for("drone_crew")
    path = open_incident(desk, "Übung Schlüssel", "Bahnhofstraße 1", is_exercise=True)
    crew.goto(f"{path}einsatz/")
    crew.get_by_text("Missionen und Schlüssel").click()
    crew.get_by_label("Luftfahrzeug oder Besatzung").fill("Fritz")
    crew.get_by_role("button", name="Mission eröffnen").click()
    crew.get_by_role("button", name="Neuer Schlüssel").click()
    address = crew.locator("[data-address]").inner_text()
    expect(crew.locator(".lo-code svg")).to_be_visible()
    shot(crew, "lookout-key")
    phone = page_for(None, width=390)
    phone.goto(address)
    phone.locator("photo-drop input[type=file]").set_input_files(PHOTOS[:1])
    expect(desk.locator(".lo-photo--placed", has_text=PHOTOS[0].name)).to_be_visible()
    assert "#" not in phone.url
    shot(phone, "lookout-deliver")
    close(desk, crew, path)


def test_the_sample_photos_are_sent_by_one_button(
    page_for: PageFor, house: House, shot: Shot
) -> None:
    desk = page_for("dispatcher")
    crew = page_for("drone_crew")
    path = open_incident(desk, "Übung Beispiel", "Stiftsplatz", is_exercise=True)
    crew.goto(f"{path}einsatz/")
    crew.get_by_role("button", name="Beispielfotos senden").click()
    wait_for_overlays(desk, 18, within_s=60)
    wait_until_compared(house, 18)
    desk.reload()
    wait_for_overlays(desk, 18)
    desk.wait_for_timeout(1500)
    shot(desk, "lookout-samples")
    doubted = desk.locator(".lo-photo", has_text=DOUBTED).locator(".lo-photo__name")
    assert sorted(doubted.all_inner_texts()) == turned_samples()
    close(desk, crew, path)


def turned_samples() -> list[str]:
    """Samples that another program wrote after the shot: by their own EXIF, not by name."""
    return sorted(
        path.name
        for path in SAMPLES.glob("*.JPG")
        if (shot := read_shot(path.read_bytes(), zone=ZoneInfo("America/Chicago")))
        and editing_trail(path.read_bytes(), shot).strong
    )


def wait_until_compared(house: House, count: int) -> None:
    """Wait until every photo that stands on the map was held against its neighbours."""
    end_s = time.monotonic() + 90
    waiting = "select count(*) from lookout_photo where corners is not null and compared_at is null"
    while time.monotonic() < end_s:
        with sqlite3.connect(next(house.home.rglob("*.sqlite3"))) as database:
            if database.execute(waiting).fetchone() == (0,):
                return
        time.sleep(0.5)
    raise AssertionError(f"{count} photos were not compared in 90 s:\n{house.log('worker')}")


@pytest.mark.parametrize("is_exercise", [False, True], ids=["real-place", "relocated"])
def test_the_real_mission_runs_through_the_program(
    page_for: PageFor, shot: Shot, *, is_exercise: bool
) -> None:
    """The 18 photos of a real flight: at their own place, and moved here as an exercise."""
    desk, crew = page_for("dispatcher"), page_for("drone_crew")
    path = open_incident(desk, "Flug Brighton", "Stiftsplatz", is_exercise=is_exercise)
    crew.goto(f"{path}einsatz/")
    if is_exercise:
        crew.get_by_role("button", name="hierher verlegen").click()
        expect(crew.locator("body")).to_contain_text("am Ort dieser Übung")
    files = sorted((WHOLE if WHOLE.is_dir() else SAMPLES).glob("*.JPG"))
    assert len(files) == 18
    crew.locator("photo-drop input[type=file]").set_input_files(files)
    wait_for_overlays(desk, 18, within_s=120)
    desk.wait_for_timeout(2500)
    west, east, south, north = (7.7, 7.83, 49.4, 49.48) if is_exercise else RECORDED
    for lon, lat in all_corners(desk):
        assert west < lon < east, (lon, lat)
        assert south < lat < north, (lon, lat)
    expect(desk.locator("city-map[data-outside]")).to_have_count(0 if is_exercise else 1)
    expect(desk.locator(".sh-banner--exercise")).to_have_count(1 if is_exercise else 0)
    expect(desk.locator("city-map .maplibregl-ctrl-scale")).to_be_visible()
    shot(desk, "lookout-mission-relocated" if is_exercise else "lookout-mission-real-place")
    close(desk, crew, path)


def all_corners(page: Page) -> list[list[float]]:
    """Longitude and latitude of every corner of every picture on the map."""
    found = page.evaluate(
        f'Object.entries({TOWN}).filter(([k]) => k.startsWith("photo-"))'
        ".flatMap(([, source]) => source.coordinates)"
    )
    return [list(corner) for corner in found]
