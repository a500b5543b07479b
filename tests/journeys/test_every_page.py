"""Every page judged by axe: in both languages, on a desk and a phone, light, dark and enlarged.

`pages.py` says which; `tests/architecture/test_axe_visits.py` fails when an address is missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyotp
import pytest
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils.translation import override
from playwright.sync_api import expect

from tests.journeys.pages import BY_ADDRESS, BY_FLOW, EMPTY
from tests.journeys.test_accounts import PASSWORD
from tests.journeys.test_lookout import PHOTOS, open_incident

if TYPE_CHECKING:
    from playwright.sync_api import Page

PageFor = Callable[..., "Page"]
Axe = Callable[["Page"], list[str]]
Shot = Callable[["Page", str], Path]
VIEWS = [(1280, "de", "light"), (390, "en", "dark"), (320, "de", "light")]
"""The last is a desk at 400 % (WCAG 2.2, 1.4.10: 320 CSS px)."""
in_views = pytest.mark.parametrize(("width", "language", "scheme"), VIEWS)


def view_name(page: Page) -> str:
    """The URL name of what the browser shows."""
    with override("de"):
        return resolve(urlsplit(page.url).path.removeprefix("/en") or "/").view_name


def judged(page: Page, axe: Axe, name: str) -> None:
    """No finding of axe, and nothing that must be scrolled to sideways."""
    assert axe(page) == [], name
    wide, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= window, f"{name}: {wide} px wide"


class Visits:
    """Judges the pages of a flow, and at its end holds them against the table."""

    def __init__(self, flow: str, axe: Axe, shot: Shot, view: str) -> None:
        self.wanted, self.seen = BY_FLOW[flow], set[str]()
        self.axe, self.shot, self.view = axe, shot, view

    def judge(self, page: Page) -> None:
        """Judge the page that is shown."""
        name = view_name(page)
        self.shot(page, f"page-{re.sub(r'[^a-z]+', '-', name)}-{self.view}")
        judged(page, self.axe, name)
        self.seen.add(name)

    def end(self) -> None:
        """All of the flow's pages were judged."""
        assert self.seen >= self.wanted, self.wanted - self.seen


@pytest.mark.parametrize("role", BY_ADDRESS)
@in_views
def test_pages_of_a_role(
    page_for: PageFor,
    axe: Axe,
    shot: Shot,
    role: str | None,
    width: int,
    language: str,
    scheme: str,
) -> None:
    page = page_for(role, width, language, color_scheme=scheme, bypass_csp=True)
    start = "/" if language == "de" else f"/{language}/"
    for state, pages in (("", BY_ADDRESS[role]), ("-empty", EMPTY.get(role, {}))):
        for name, path in pages.items():
            page.goto(start + path)
            assert view_name(page) == name
            plain = re.sub(r"[^a-z]+", "-", name)
            shot(page, f"page-{plain}{state}-{width}-{language}-{scheme}")
            judged(page, axe, path)


@in_views
def test_a_person_and_a_role(
    page_for: PageFor, axe: Axe, shot: Shot, width: int, language: str, scheme: str
) -> None:
    visits = Visits("person and role", axe, shot, f"{width}-{language}")
    page = page_for("administrator", width, language, color_scheme=scheme, bypass_csp=True)
    people = "/konto/personen/" if language == "de" else "/en/konto/personen/"
    for link in (".sh-table a[href*='/konto/personen/']", "a[href*='/konto/rollen/']"):
        page.goto(people)
        page.locator(f"main {link}").first.click()
        page.wait_for_url(re.compile(r"(personen|rollen)/[0-9a-f-]{36}/$"))
        visits.judge(page)
    visits.end()


@in_views
def test_a_lamp(
    page_for: PageFor, axe: Axe, shot: Shot, width: int, language: str, scheme: str
) -> None:
    visits = Visits("lamp", axe, shot, f"{width}-{language}")
    page = page_for("lighting_operator", width, language, color_scheme=scheme, bypass_csp=True)
    page.goto(f"{'' if language == 'de' else '/en'}/licht/leuchten/?known=confirmed")
    page.locator("tbody th a").first.click()
    page.wait_for_url(re.compile(r"leuchten/[0-9a-f-]{36}/$"))
    visits.judge(page)
    visits.end()


@in_views
def test_viewer_table_key_and_delivery(
    page_for: PageFor, axe: Axe, shot: Shot, width: int, language: str, scheme: str
) -> None:
    visits = Visits("incident", axe, shot, f"{width}-{language}")
    options = {"color_scheme": scheme, "bypass_csp": True}
    desk, crew = page_for("dispatcher", width, **options), page_for("drone_crew", width, **options)
    prefix = "" if language == "de" else f"/{language}"
    path = open_incident(desk, f"Rauch, {width} Punkte", "Fackelstraße 10", is_exercise=True)
    desk.goto(prefix + path)
    crew.goto(f"{prefix}{path}einsatz/")
    crew.locator("photo-drop input[type=file]").set_input_files(PHOTOS[:1])
    card = desk.locator(f".lo-photo--placed:has-text('{PHOTOS[0].name}') [data-open]")
    card.click()
    expect(desk.locator("dialog#viewer")).to_be_visible()
    visits.judge(desk)
    desk.keyboard.press("Escape")
    expect(card).to_be_focused()
    desk.locator(".sh-map__tools button").click()
    expect(desk.locator("[data-map-table] table")).to_be_visible()
    visits.judge(desk)
    visits.judge(crew)
    crew.reload()
    crew.locator("details summary").last.click()
    crew.locator("form[action$='/flug/'] [name=name]").fill("Drohne 1")
    crew.locator("form[action$='/flug/'] button").click()
    crew.locator(".lo-missions .sh-buttons button").first.click()
    visits.judge(crew)
    phone = page_for(None, width, color_scheme=scheme, bypass_csp=True)
    phone.goto(crew.locator("[data-address]").inner_text())
    expect(phone.locator("photo-drop")).to_be_visible()
    visits.judge(phone)
    visits.end()


@in_views
def test_second_step_and_recovery_codes(
    page_for: PageFor, axe: Axe, shot: Shot, width: int, language: str, scheme: str
) -> None:
    visits = Visits("second step", axe, shot, f"{width}-{language}")
    login, prefix = f"axe.{width}", "" if language == "de" else f"/{language}"
    chief = page_for("administrator")
    chief.goto("/konto/personen/neu/")
    chief.get_by_label("Benutzername").fill(login)
    chief.get_by_label("Name", exact=True).fill("Rita Lang")
    chief.get_by_role("button", name="Speichern").click()
    link = chief.locator(".pe-secret").inner_text()
    page = page_for(None, width, language, color_scheme=scheme, bypass_csp=True)
    page.goto(link.replace("/einladung/", f"{prefix}/einladung/"))
    visits.judge(page)
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url("**/konto/")
    page.goto(f"{prefix}/konto/")
    page.locator("button[name=begin]").click()
    visits.judge(page)
    totp = pyotp.TOTP(page.locator("main code").inner_text().replace(" ", ""))
    page.locator("[name=code]").fill(totp.now())
    page.locator("main form button").click()
    expect(page.locator(".pe-codes")).to_be_visible()
    judged(page, axe, "recovery codes, first")
    page.goto(f"{prefix}/konto/")
    page.locator("form[action$='codes/neu/'] button").click()
    expect(page.locator(".pe-codes li")).to_have_count(10)
    visits.judge(page)
    page.goto(f"{prefix}/konto/")
    page.locator("form[action$='/abmelden/'] button").click()
    page.goto(f"{prefix}/anmelden/")
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form.sh-form button").click()
    expect(page.locator("[name=code]")).to_be_visible()
    judged(page, axe, "code")
    shot(page, f"page-code-{width}-{language}")
    visits.end()


@in_views
@pytest.mark.parametrize("number", [400, 403, 404, 429, 500])
def test_error_pages(
    page_for: PageFor, axe: Axe, shot: Shot, number: int, width: int, language: str, scheme: str
) -> None:
    """The pages as the program writes them, in the running program's look."""
    page = page_for(None, width, language, color_scheme=scheme, bypass_csp=True)
    with override(language):
        written = render_to_string(f"ui/errors/{number}.html")
    page.route("**/fehler/", lambda route: route.fulfill(body=written, content_type="text/html"))
    page.goto("/fehler/")
    expect(page.locator(".sh-error__number")).to_have_text(str(number))
    assert page.locator(".sh-error").evaluate("e => getComputedStyle(e).maxWidth") != "none"
    shot(page, f"page-error-{number}-{width}-{language}")
    judged(page, axe, str(number))


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [(None, "/gibt-es-nicht/", 404), ("lighting_operator", "/konto/personen/", 403)],
)
def test_errors_that_people_meet(
    page_for: PageFor, axe: Axe, role: str | None, path: str, status: int
) -> None:
    page = page_for(role, bypass_csp=True)
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == status
    expect(page.get_by_text("Das können Sie tun:")).to_be_visible()
    judged(page, axe, path)
