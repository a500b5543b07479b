"""A citizen opens the town's page: German and English, wide and narrow, mouse and keyboard."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.journeys.conftest import House

AXE = Path(__file__).parent / "axe" / "axe.min.js"
WIDTHS = ((1280, 900), (390, 844))
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = [pytest.mark.journey, pytest.mark.timeout(180)]


@pytest.fixture
def town(house: House) -> str:
    """The address of the running town."""
    return house.url


def opened(browser: Browser, address: str, size: tuple[int, int], **options: Any) -> Page:
    """Open a page whose own errors, foreign requests and failed answers fail the test."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
    page = context.new_page()
    host = address.split("/")[2]
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    page.on("console", lambda m: m.type == "error" and pytest.fail(f"console: {m.text}"))
    page.on("request", lambda r: _own(r.url, host))
    page.goto(address)
    return page


def _own(url: str, host: str) -> None:
    if url.startswith("http"):
        assert url.split("/")[2] == host, f"a request to a stranger: {url}"


def drawn(page: Page) -> None:
    """Wait for the map, and make sure that it drew the town and not only paper."""
    page.wait_for_selector("city-map[data-ready]", timeout=60_000)
    seen = page.evaluate(
        "document.querySelector('city-map').gl.queryRenderedFeatures().filter("
        "f => f.sourceLayer === 'roads').length"
    )
    assert seen > 50


def accessible(page: Page) -> None:
    """No finding of axe."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "rules => axe.run(document, { runOnly: rules }).then(r => r.violations.map("
        "v => [v.id, v.help, v.nodes.map(n => n.html.slice(0, 160))]))",
        AXE_RULES,
    )
    assert found == []


def pictured(page: Page, name: str) -> None:
    """Keep a picture where JOURNEY_PICTURES says so, to be looked at."""
    if folder := os.environ.get("JOURNEY_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize("size", WIDTHS, ids=lambda s: f"{s[0]}px")
@pytest.mark.parametrize(
    ("path", "language", "search"),
    [("/", "de", "Suchen"), ("/en/", "en", "Search")],
)
def test_the_page_is_drawn_and_accessible(
    town: str, browser: Browser, size: tuple[int, int], path: str, language: str, search: str
):
    page = opened(browser, town + path, size)
    expect(page.get_by_role("heading", level=1)).to_have_text("Kaiserslautern")
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.get_by_role("button", name=search)).to_be_visible()
    drawn(page)
    expect(page.locator(".maplibregl-ctrl-attrib")).to_contain_text("OpenStreetMap")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= size[0]
    accessible(page)
    pictured(page, f"town_{language}_{size[0]}")
    page.context.close()


def test_the_dark_page_too(town: str, browser: Browser):
    page = opened(browser, f"{town}/", (1280, 900), color_scheme="dark")
    drawn(page)
    accessible(page)
    pictured(page, "town_dark")
    page.context.close()


@pytest.mark.parametrize("size", WIDTHS, ids=lambda s: f"{s[0]}px")
def test_searching_with_the_keyboard_alone(town: str, browser: Browser, size: tuple[int, int]):
    page = opened(browser, f"{town}/", size)
    drawn(page)
    field = page.get_by_role("combobox", name="Adresse, Ort oder Koordinaten")
    for _ in range(30):
        page.keyboard.press("Tab")
        if field.evaluate("element => element === document.activeElement"):
            break
    expect(field).to_be_focused()
    page.keyboard.type("fackelstr 1", delay=20)
    expect(page.get_by_role("option").first).to_contain_text("Fackelstraße")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    accessible(page)
    pictured(page, f"town_search_{size[0]}")
    page.keyboard.press("Enter")
    expect(page.locator("[data-spot]")).to_contain_text(
        re.compile(r"Fackelstraße 1 .*49,44\d{3}° N, 7,76\d{3}° O · 32U MV \d{5} \d{5}")
    )
    expect(page.get_by_role("button", name=re.compile("^Fackelstraße"))).to_be_visible()
    page.wait_for_function(
        "() => { const c = document.querySelector('city-map').gl.getCenter();"
        " return Math.abs(c.lng - 7.7685) < 0.005 && Math.abs(c.lat - 49.4434) < 0.005; }"
    )
    pictured(page, f"town_found_{size[0]}")
    page.context.close()


def test_coordinates_find_their_address(town: str, browser: Browser):
    page = opened(browser, f"{town}/en/", (1280, 900))
    drawn(page)
    page.get_by_role("combobox").fill("mv 1076 7762")
    expect(page.get_by_role("option")).to_contain_text("near Am Altenhof")
    page.get_by_role("option").click()
    expect(page.locator("[data-spot]")).to_contain_text("32U MV 10765 77625")
    page.context.close()


@pytest.mark.parametrize("size", WIDTHS, ids=lambda s: f"{s[0]}px")
def test_without_javascript(town: str, browser: Browser, size: tuple[int, int]):
    page = opened(browser, f"{town}/", size, java_script_enabled=False)
    picture = page.locator("city-map img")
    expect(picture).to_be_visible()
    expect(picture).to_have_attribute("alt", re.compile("Plan von Kaiserslautern"))
    pictured(page, f"town_plain_{size[0]}")
    page.get_by_label("Adresse, Ort oder Koordinaten").fill("Fackelstraße 10")
    page.get_by_role("button", name="Suchen").click()
    expect(page.get_by_role("cell", name="67655 Kaiserslautern").first).to_be_visible()
    page.context.close()


@pytest.mark.parametrize("size", WIDTHS, ids=lambda s: f"{s[0]}px")
def test_the_table(town: str, browser: Browser, size: tuple[int, int]):
    page = opened(browser, f"{town}/orte/tabelle/?kind=school", size)
    expect(page.get_by_role("row")).not_to_have_count(1)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= size[0]
    accessible(page)
    pictured(page, f"table_{size[0]}")
    page.context.close()
