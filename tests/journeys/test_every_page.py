"""Every page that no other journey judges: by axe, in both languages, on a desk and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

PageFor = Callable[..., "Page"]
Axe = Callable[["Page"], list[str]]
Shot = Callable[["Page", str], Path]
VIEWS = [(1280, "de", "light"), (390, "en", "dark")]
PAGES = {
    "administrator": [
        "konto/",
        "konto/schluessel/",
        "konto/personen/",
        "konto/personen/neu/",
        "konto/journal/",
    ],
    "lighting_operator": ["licht/leuchten/", "licht/strassen/"],
    "dispatcher": [
        "lagebild/",
        "orte/tabelle/?q=Fackel",
        "orte/tabelle/?q=xyzzy",
        "gibt-es-nicht/",
    ],
}


def judged(page: Page, axe: Axe, name: str) -> None:
    """No finding of axe, and nothing that must be scrolled to sideways."""
    assert axe(page) == [], name
    wide, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= window, name


@pytest.mark.parametrize("role", PAGES)
@pytest.mark.parametrize(("width", "language", "scheme"), VIEWS)
def test_pages_of_a_role(
    page_for: PageFor, axe: Axe, shot: Shot, role: str, width: int, language: str, scheme: str
) -> None:
    page = page_for(role, width, language, color_scheme=scheme, bypass_csp=True)
    start = "/" if language == "de" else f"/{language}/"
    for path in PAGES[role]:
        page.goto(start + path)
        shot(page, f"page-{re.sub(r'[^a-z]+', '-', path)}{width}-{language}")
        judged(page, axe, path)


@pytest.mark.parametrize(("width", "language", "scheme"), VIEWS)
def test_a_person_and_a_role(
    page_for: PageFor, axe: Axe, width: int, language: str, scheme: str
) -> None:
    page = page_for("administrator", width, language, color_scheme=scheme, bypass_csp=True)
    people = "/konto/personen/" if language == "de" else "/en/konto/personen/"
    for link in (".sh-table a[href*='/konto/personen/']", "a[href*='/konto/rollen/']"):
        page.goto(people)
        page.locator(f"main {link}").first.click()
        page.wait_for_url(re.compile(r"(personen|rollen)/[0-9a-f-]{36}/$"))
        judged(page, axe, link)
