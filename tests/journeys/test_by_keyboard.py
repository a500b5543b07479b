"""Work without a mouse: map, dialogs, upload, override, roles; focus is seen; nothing must move."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import BY_ADDRESS
from tests.journeys.test_lookout import open_incident

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

PageFor = Callable[..., "Page"]
Axe = Callable[["Page"], list[str]]
Shot = Callable[["Page", str], Path]
MOST_STOPS = 45
MAP = "document.querySelector('city-map').gl"
SEEN = """() => {
  const at = document.activeElement;
  if (at === document.body || at.id === "content") return null;
  const shows = (one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  const around = [at, at.closest(".sh-card"), at.closest(".sh-drop")].filter(Boolean);
  return around.some(shows) ? "" : at.outerHTML.slice(0, 120);
}"""
"""What stands at the focus without showing it; empty when it shows; null outside the page."""


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"{wanted} is not reached in {MOST_STOPS} stops")


def test_the_skip_link_comes_first_and_leads_to_the_content(page_for: PageFor) -> None:
    page = page_for(None)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Zum Inhalt springen")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("role", BY_ADDRESS)
def test_the_focus_is_seen_at_every_stop(page_for: PageFor, role: str | None) -> None:
    page = page_for(role)
    stops = 0
    for path in BY_ADDRESS[role].values():
        page.goto(f"/{path}")
        for _ in range(MOST_STOPS):
            page.keyboard.press("Tab")
            unseen = page.evaluate(SEEN)
            if unseen is None:
                break
            assert unseen == "", f"{path}: the focus is not seen on {unseen}"
            stops += 1
    assert stops > len(BY_ADDRESS[role]) * 5


def test_the_map_moves_zooms_and_is_left(page_for: PageFor) -> None:
    page = page_for(None, reduced_motion="reduce")
    page.wait_for_selector("city-map[data-ready]")
    canvas = page.locator("city-map canvas")
    tab_to(page, canvas)
    centre, zoom = page.evaluate(f"[{MAP}.getCenter().lng, {MAP}.getZoom()]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("+")
    page.wait_for_timeout(700)
    moved, closer = page.evaluate(f"[{MAP}.getCenter().lng, {MAP}.getZoom()]")
    assert moved > centre
    assert closer > zoom
    page.keyboard.press("Tab")
    expect(canvas).not_to_be_focused()
    tab_to(page, page.get_by_role("link", name="Alle Orte als Tabelle"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/orte/tabelle/")


def test_a_lamp_in_the_middle_gives_its_street_to_the_form(page_for: PageFor, shot: Shot) -> None:
    page = page_for("lighting_operator", reduced_motion="reduce")
    page.goto("/licht/")
    page.wait_for_selector("city-map[data-lit]")
    page.evaluate(f"{MAP}.jumpTo({{ center: [7.7741, 49.4493], zoom: 16.5 }})")
    page.wait_for_timeout(1500)
    canvas = page.locator("city-map canvas")
    canvas.focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(700)
    shot(page, "desk-keyboard-middle")
    page.keyboard.press("Enter")
    take = page.get_by_role("button", name="Diese Straße übersteuern")
    expect(take).to_be_focused()
    expect(page.locator(".maplibregl-popup-close-button")).to_have_accessible_name("Schließen")
    told = page.locator(".li-popup strong").inner_text()
    shot(page, "desk-keyboard-popup")
    page.keyboard.press("Enter")
    street = page.locator("#override [name=street]").input_value()
    assert told == f"Straßenlampe, {street}"
    expect(page.get_by_label("Helligkeit in Prozent")).to_be_focused()
    page.keyboard.type("45")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.type("Probe mit der Tastatur")
    page.keyboard.press("Enter")
    mine = page.locator(".li-wish", has_text="Probe mit der Tastatur")
    expect(mine).to_contain_text(street)
    tab_to(page, mine.get_by_role("button"))
    page.keyboard.press("Enter")
    expect(mine).to_have_count(0)


def test_a_street_of_the_table_leads_to_the_form(page_for: PageFor) -> None:
    page = page_for("lighting_operator")
    page.goto("/licht/")
    page.wait_for_selector("city-map[data-lit]")  # the lamps have answered
    page.goto("/licht/leuchten/?known=confirmed&capability=4")
    rows = page.locator("tbody tr")
    assert {text.split(" · ")[-1] for text in rows.locator(".li-known").all_inner_texts()} == {
        "bestätigt"
    }
    link = rows.first.get_by_role("link", name=re.compile("übersteuern$"))
    street = link.inner_text()
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#override [name=street]")).to_have_value(street)


def test_dialogs_keep_the_focus_and_give_it_back(page_for: PageFor) -> None:
    page = page_for("dispatcher")
    open_incident(page, "Übung Tastatur", "Fackelstraße 10", is_exercise=True)
    opener = page.get_by_role("button", name="Einsatz schließen …")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog#close_incident")
    expect(dialog).to_be_visible()
    for _ in range(6):
        page.keyboard.press("Tab")
        outside = (
            "document.activeElement !== document.body && !document.activeElement.closest('dialog')"
        )
        assert not page.evaluate(outside), "the focus left the dialog"
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_table_stands_for_the_map(page_for: PageFor) -> None:
    page = page_for("dispatcher")
    open_incident(page, "Übung Tabelle", "Fackelstraße 10", is_exercise=True)
    switch = page.locator(".sh-map__tools button")
    switch.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-map-table] .sh-table")).to_be_visible()
    tab_to(page, page.locator("[data-map-table] .sh-table"))
    switch.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-map-table] .sh-table")).to_be_hidden()


def test_photos_are_chosen_by_keyboard(page_for: PageFor) -> None:
    desk, crew = page_for("dispatcher"), page_for("drone_crew")
    path = open_incident(desk, "Übung Hochladen", "Fackelstraße 10", is_exercise=True)
    crew.goto(f"{path}einsatz/")
    field = crew.locator("photo-drop input[type=file]")
    tab_to(crew, field)
    assert crew.evaluate(SEEN) == ""
    choosers: list[object] = []
    crew.on("filechooser", lambda chooser: choosers.append(chooser))  # noqa: PLW0108 -- no builtin
    for _ in range(5):  # a browser that is busy drawing lets the first press fall
        crew.keyboard.press("Enter")
        crew.wait_for_timeout(2000)
        if choosers:
            return
    pytest.fail("Enter opens no choice of files")


def test_a_role_is_taken_by_keyboard(page_for: PageFor) -> None:
    page = page_for("citizen")
    page.goto("/demo/")
    tab_to(page, page.get_by_role("button", name="Diese Rolle übernehmen: Redaktion"))
    page.keyboard.press("Enter")
    expect(page.locator(".sh-banner--demo")).to_contain_text("Murat Yildiz")


def test_forced_colours_and_stillness(page_for: PageFor, axe: Axe, shot: Shot) -> None:
    page = page_for("dispatcher", forced_colors="active", reduced_motion="reduce", bypass_csp=True)
    page.goto("/lagebild/")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    badge = page.locator("live-state").evaluate("e => getComputedStyle(e).borderTopStyle")
    assert badge == "solid", "a state is framed where its ground is gone"
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);"
        " return parseFloat(s.transitionDuration) > 0.01 || (s.animationName !== 'none' &&"
        " parseFloat(s.animationDuration) > 0.01); }).map(e => e.outerHTML.slice(0, 80))"
    )
    assert moving == []
    shot(page, "board-forced-colours")
    assert axe(page) == []


@pytest.mark.parametrize("role", BY_ADDRESS)
def test_at_200_percent_nothing_leaves_the_page(page_for: PageFor, role: str | None) -> None:
    page = page_for(role, 640)
    for path in BY_ADDRESS[role].values():
        page.goto(f"/{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


@pytest.mark.parametrize("path", ["/", "/orte/tabelle/", "/licht/strassen/", "/anmelden/"])
def test_pages_are_read_without_javascript(page_for: PageFor, path: str, shot: Shot) -> None:
    page = page_for(None, java_script_enabled=False)
    page.goto(path)
    expect(page.locator("h1")).to_be_visible()
    assert len(page.locator("main").inner_text()) > 40
    shot(page, f"no-script-{path.strip('/').replace('/', '-')}")


def test_the_menu_of_a_phone_takes_two_rows(page_for: PageFor) -> None:
    for role, path in (("dispatcher", "/lagebild/"), ("administrator", "/konto/")):
        page = page_for(role, 390)
        page.goto(path)
        height = page.locator(".sh-header").evaluate("element => element.offsetHeight")
        assert height <= 110, path
        page.get_by_role("button", name="Abmelden").click()
        expect(page.get_by_role("link", name="Anmelden")).to_be_visible()
