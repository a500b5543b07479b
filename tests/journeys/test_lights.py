"""The town's light: an operator overrides a street by keyboard, a citizen watches it on a phone."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import House

PageFor = Callable[..., "Page"]
Axe = Callable[["Page"], list[str]]
Shot = Callable[["Page", str], Path]
STREET = "Benzinoring"
CHOSEN = """(name) => {
  const gl = document.querySelector("city-map").gl;
  const found = gl.querySourceFeatures("lights.lamps", { sourceLayer: "lamps" });
  const lamps = { source: "lights.lamps", sourceLayer: "lamps" };
  const chosen = found.filter((one) => !name || one.properties.s === name);
  return chosen.map((one) => gl.getFeatureState({ ...lamps, id: one.properties.id }));
}"""
GO = "place => document.querySelector('city-map').gl.jumpTo(place)"


def levels(page: Page, street: str = "") -> list[dict[str, object]]:
    """Level and knowledge of the lamps that the map has loaded."""
    found: list[dict[str, object]] = page.evaluate(CHOSEN, street)
    return found


def await_levels(page: Page, street: str, wanted: Callable[[dict[str, object]], bool]) -> None:
    """Wait until every loaded lamp of the street is as wanted."""
    end_s = time.monotonic() + 60  # light goes down slowly, as people like it
    while time.monotonic() < end_s:
        found = levels(page, street)
        if found and all(wanted(one) for one in found):
            return
        page.wait_for_timeout(250)
    found = levels(page, street)
    raise AssertionError([one for one in found if not wanted(one)][:5] or f"{len(found)} lamps")


def fill_by_keyboard(desk: Page, street: str, level: str, reason: str) -> None:
    """Fill the override's form without a mouse."""
    desk.get_by_label("Straße", exact=False).first.focus()
    desk.keyboard.type(street)
    desk.keyboard.press("Escape")
    for _ in range(3):
        desk.keyboard.press("Tab")
    desk.keyboard.press("Control+a")
    desk.keyboard.type(level)
    for _ in range(2):
        desk.keyboard.press("Tab")
    desk.keyboard.type(reason)
    desk.keyboard.press("Enter")


def test_an_operator_overrides_a_street_by_keyboard_and_releases_it(
    page_for: PageFor, axe: Axe, shot: Shot
) -> None:
    desk = page_for("lighting_operator", bypass_csp=True)
    watcher = page_for(None)
    desk.goto("/licht/")
    desk.wait_for_selector("city-map[data-lit]")
    fill_by_keyboard(desk, STREET, "35", "Dreharbeiten")
    mine = desk.locator(".li-wish", has_text="Dreharbeiten")
    expect(mine).to_contain_text(STREET)
    expect(mine).to_contain_text("von den Lampen bestätigt", timeout=45_000)
    for page in (desk, watcher):
        page.wait_for_selector("city-map[data-lit]")
        page.evaluate(GO, {"center": [7.7741, 49.4493], "zoom": 15.2})
        await_levels(page, STREET, lambda one: one == {"level": 35, "known": "confirmed"})
    shot(desk, "lights-desk")
    assert axe(desk) == []
    mine.get_by_role("button", name=f"Übersteuerung von {STREET} beenden").focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("das Licht kehrt zum Plan zurück")).to_be_visible()
    expect(mine).to_have_count(0)
    await_levels(watcher, STREET, lambda one: one["level"] == 70)


def test_an_override_without_a_reason_is_explained(page_for: PageFor, shot: Shot) -> None:
    desk = page_for("lighting_operator")
    desk.goto("/licht/")
    fill_by_keyboard(desk, STREET, "35", "")
    expect(desk.get_by_role("alert").first).to_contain_text("Grund")
    shot(desk, "lights-desk-error")


def test_a_citizen_sees_the_light_walk_on_a_phone(page_for: PageFor, axe: Axe, shot: Shot) -> None:
    phone = page_for(None, width=390, color_scheme="dark", bypass_csp=True)
    phone.wait_for_selector("city-map[data-lit]")
    phone.evaluate(GO, {"center": [7.768, 49.444], "zoom": 16})
    phone.wait_for_timeout(1500)
    before = levels(phone)
    assert {one.get("known") for one in before} >= {"confirmed", "expected"}
    moved = False
    for _ in range(40):
        phone.wait_for_timeout(500)
        if moved := levels(phone) != before:
            break
    assert moved, "no light moved within 20 s"
    shot(phone, "lights-town-phone-dark")
    assert axe(phone) == []
    phone.goto("/licht/strassen/")
    expect(phone.get_by_text("keine amtlichen Daten").first).to_be_visible()
    assert phone.request.get("/licht/stand", max_redirects=0).status == 302


def test_an_override_survives_the_death_of_the_bridge(page_for: PageFor, house: House) -> None:
    desk = page_for("lighting_operator")
    house.processes["bridge"].send_signal(signal.SIGKILL)
    house.processes.pop("bridge").wait(5)
    desk.goto("/licht/")
    fill_by_keyboard(desk, "Hilgardring", "55", "Umleitung")
    mine = desk.locator(".li-wish", has_text="Umleitung")
    expect(mine).to_contain_text("wartet auf die Lichtsteuerung")
    house.start("bridge")
    expect(mine).to_contain_text("von den Lampen bestätigt", timeout=30_000)
    mine.get_by_role("button", name="beenden").click()
    expect(mine).to_have_count(0)


def test_the_pages_read_well(page_for: PageFor, axe: Axe, shot: Shot) -> None:
    page = page_for("lighting_operator", language="en", bypass_csp=True)
    for path, name in (("licht/leuchten/?capability=4", "table"), ("licht/strassen/", "streets")):
        page.goto(f"/en/{path}")
        shot(page, f"lights-{name}-en")
        assert axe(page) == [], name
    page.goto("/en/licht/leuchten/?capability=4")
    page.locator("tbody th a").first.click()
    expect(page.get_by_text("derived from the street map").first).to_be_visible()
    shot(page, "lights-lamp-en")
    assert axe(page) == []
