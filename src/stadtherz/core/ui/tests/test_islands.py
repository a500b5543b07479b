"""The islands in a real browser, under the strict policy, without any other server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect, sync_playwright

from stadtherz.core.ui.tests.engine import render, surroundings
from stadtherz.core.ui.tests.site import Site, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, FilePayload, Page

pytestmark = pytest.mark.journey

FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
HEAD = (
    '{% extends "ui/base.html" %}{% block head %}'
    '<link rel="stylesheet" href="/static/vendor/maplibre-gl/maplibre-gl.css">'
    '<link rel="stylesheet" href="/static/ui/map.css">'
    '<script type="module" src="/static/ui/SCRIPT.js"></script>'
    "{% endblock %}{% block content %}"
)
MAP = (
    "<city-map TILES centre='7.769,49.443' zoom='15' label='Karte' attribution='© OpenStreetMap'>"
    "<img class='map-still' src='/static/ui/heart.svg' alt='Karte als Bild'>"
    "<div data-map-table><table><tr><td>Leuchte 1</td></tr></table></div></city-map>"
)
TILES = "tiles='/karte/{z}/{x}/{y}.mvt' bounds='7.71,49.41,7.83,49.46'"
SEARCH = (
    "<place-search src='/suche'><label for='q'>Ort</label><input id='q'>"
    "<input type='hidden' data-place='lon'></place-search>"
)


LAYERS = """async () => {
  const map = document.querySelector("city-map");
  await map.ready;
  const place = { type: "Point", coordinates: [7.769, 49.443] };
  const lamp = { type: "Feature", properties: { id: 7 }, geometry: place };
  const lamps = { type: "FeatureCollection", features: [lamp] };
  const corners = [[7.76, 49.45], [7.77, 49.45], [7.77, 49.44], [7.76, 49.44]];
  map.addPointLayer("lamps", { data: lamps, look: "lamp" });
  map.setState("lamps", 7, { level: 80, known: "confirmed" });
  map.addShape("print", { data: place, dashed: true });
  map.addImageOverlay("photo", "/photo.png", corners);
  map.setPins([{ id: "a", lon: 7.77, lat: 49.444, label: "Einsatz", shown: true }]);
  document.addEventListener("map-pin", ({ detail }) => { document.body.dataset.pin = detail.id; });
}"""


def page_of(script: str, body: str) -> str:
    body = "{% verbatim %}" + body + "{% endverbatim %}{% endblock %}"
    return render(HEAD.replace("SCRIPT", script) + body, **surroundings())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        made = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield made
        made.close()


@pytest.fixture
def site() -> Iterator[Site]:
    pages = {
        "/map": page_of("city_map", MAP.replace("TILES", TILES)),
        "/plain": page_of("city_map", MAP.replace("TILES", "")),
        "/live-page": page_of("live", "<live-state></live-state><p id='heard'></p>"),
        "/drop": page_of("upload", '<photo-drop endpoint="/fotos/"></photo-drop>'),
        "/search": page_of("search", SEARCH),
    }
    with served(Site(pages)) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE")
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    yield opened
    context.close()
    # The browser itself reports answers that tests ask for; everything else is a fault.
    assert [text for text in wrong if "Failed to load resource" not in text] == []


def test_map_is_drawn_offline_under_the_strict_policy(site: Site, page: Page) -> None:
    page.goto(f"{site.address}/map")
    page.wait_for_selector("city-map[data-ready]", timeout=30_000)
    shown = page.evaluate(
        "() => document.querySelector('city-map').gl.queryRenderedFeatures().map((f) => f.layer.id)"
    )
    assert {"small", "landuse", "buildings", "road-names"} <= set(shown)
    assert page.locator(".map-still").is_hidden()
    assert "OpenStreetMap" in page.locator(".maplibregl-ctrl-attrib").inner_text()
    foreign = page.evaluate(
        "performance.getEntriesByType('resource').map((e) => e.name)"
        ".filter((name) => !name.startsWith(location.origin) && !name.startsWith('blob:'))"
    )
    assert foreign == []


def test_layers_of_modules_outlive_a_change_of_theme(site: Site, page: Page) -> None:
    page.goto(f"{site.address}/map")
    page.evaluate(LAYERS)
    page.wait_for_selector("city-map[data-ready]", timeout=30_000)
    page.get_by_role("button", name="Dunkel").click()
    assert page.locator("html").get_attribute("data-kern-theme") == "dark"
    page.wait_for_function(
        "document.querySelector('city-map').gl.getPaintProperty('outside', 'background-color')"
        " === '#111014'"
    )
    state = page.evaluate(
        "document.querySelector('city-map').gl.getFeatureState({source: 'lamps', id: 7})"
    )
    assert state == {"level": 80, "known": "confirmed"}
    page.get_by_role("button", name="Einsatz").click()
    assert page.locator("body").get_attribute("data-pin") == "a"


def test_map_as_table_and_outside_of_the_town(site: Site, page: Page) -> None:
    page.goto(f"{site.address}/map")
    page.get_by_role("button", name="Als Tabelle").click()
    expect(page.get_by_text("Leuchte 1")).to_be_visible()
    page.get_by_role("button", name="Als Karte").click()
    expect(page.get_by_text("Leuchte 1")).to_be_hidden()
    page.evaluate("document.querySelector('city-map').gl.jumpTo({center: [-0.14, 50.82]})")
    expect(page.locator(".sh-map__notice")).to_contain_text("Hier endet die Karte")


def test_without_tiles_a_graticule_with_degrees(site: Site, page: Page) -> None:
    page.goto(f"{site.address}/plain")
    page.wait_for_selector("city-map[data-ready]", timeout=30_000)
    labels = page.evaluate(
        "() => document.querySelector('city-map').gl"
        ".queryRenderedFeatures({layers: ['graticule-text']}).map((f) => f.properties.label)"
    )
    assert any(label.startswith("7,7") and label.endswith("O") for label in labels)
    assert not [path for path in site.asked if path.startswith("/karte/")]
    expect(page.locator(".maplibregl-ctrl-scale")).to_contain_text("m")


def test_without_javascript_picture_and_table_are_there(site: Site, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}/map")
    expect(page.get_by_alt_text("Karte als Bild")).to_be_visible()
    expect(page.get_by_text("Leuchte 1")).to_be_visible()
    context.close()


def test_narrow_pages_do_not_scroll_sideways(site: Site, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    for path in ("/map", "/drop", "/search"):
        page.goto(site.address + path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


LISTEN = """async () => {
  const live = await import("/static/ui/live.js");
  const heard = document.querySelector("#heard");
  live.subscribe("lights", (data) => { heard.textContent += data.level; });
}"""


def test_two_tabs_share_one_stream_that_comes_back(site: Site, page: Page) -> None:
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(f"{site.address}/live-page")
        tab.evaluate(LISTEN)
        expect(tab.locator("live-state")).to_have_text("verbunden")
    site.says.append(': beat\n\nevent: lights\ndata: {"level": 80}\nid: 1\n\n')
    for tab in (page, other):
        expect(tab.locator("#heard")).to_have_text("80")
    assert site.streams == 1
    site.cut.set()
    site.says.clear()
    expect(page.locator("live-state")).to_contain_text("getrennt seit")
    expect(page.locator("live-state")).to_have_text("verbunden", timeout=10_000)
    assert site.streams == 2
    site.says.append("event: revoked\ndata: {}\n\n")
    expect(other.locator("live-state")).to_contain_text("Zugang beendet")


MISSED = """async () => {
  const live = await import("/static/ui/live.js");
  globalThis.missed = [];
  const note = ({ detail }) => missed.push([detail.state, detail.missed]);
  document.addEventListener("live-state", note);
  live.subscribe("lights", () => {});
}"""
TOLD = "count => missed.filter(([state, told]) => state === 'live' && told).length >= count"


def test_a_page_is_told_each_time_that_it_may_have_missed_something(site: Site, page: Page) -> None:
    page.goto(f"{site.address}/live-page")
    page.evaluate(MISSED)
    page.wait_for_function(TOLD, arg=1)
    site.says.append('event: ready\ndata: {"reason": "bus"}\n\n')  # the bus was interrupted
    page.wait_for_function(TOLD, arg=2)
    page.evaluate(
        """async () => {
          const { subscribe } = await import("/static/ui/live.js");
          subscribe("incidents", () => {});
        }"""
    )
    page.wait_for_function(TOLD, arg=3)  # the stream opened anew for one more topic
    assert site.streams == 2
    assert page.evaluate("missed.every(([state, told]) => told === (state === 'live'))")


def test_photos_resume_and_errors_are_told_per_file(site: Site, page: Page) -> None:
    site.refuse_patch = 1
    page.goto(f"{site.address}/drop")
    photo = bytes(range(256)) * 2000
    files: list[FilePayload] = [
        {"name": "gut.jpg", "mimeType": "image/jpeg", "buffer": photo},
        {"name": "leer.jpg", "mimeType": "image/jpeg", "buffer": b""},
    ]
    page.locator("input[type=file]").set_input_files(files)
    good = page.locator(".sh-upload", has_text="gut.jpg")
    expect(good).to_contain_text("angekommen", timeout=15_000)
    assert photo in site.uploads.values()
    bad = page.locator(".sh-upload", has_text="leer.jpg")
    expect(bad).to_contain_text("Das Foto ist leer. Neu senden. [media.E1]")
    expect(bad.get_by_role("button")).to_have_text("Noch einmal")


def test_search_by_keyboard(site: Site, page: Page) -> None:
    page.goto(f"{site.address}/search")
    box = page.get_by_role("combobox", name="Ort")
    box.press_sequentially("Fauth")
    expect(page.get_by_role("option")).to_have_count(2)
    box.press("ArrowDown")
    box.press("ArrowDown")
    assert page.locator("[aria-selected=true]").inner_text().startswith("Fauthweg")
    box.press("Enter")
    expect(box).to_have_value("Fauthweg")
    assert page.locator("[data-place=lon]").input_value() == "7.78"
    expect(page.get_by_role("listbox")).to_be_hidden()
