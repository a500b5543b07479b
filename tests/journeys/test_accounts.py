"""Signing in the ways a town hall does: password and code, and passkey, in a real browser."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pyotp
import pytest
from playwright.sync_api import Error as PlaywrightError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

    from tests.journeys.conftest import House

PASSWORD = "acht Lampen am Stiftsplatz"


@pytest.fixture
def invitation(page_for: Callable[..., Page]) -> Callable[[str], str]:
    """Have the administrator add a person; gives the link that the page shows."""

    def add(login: str) -> str:
        page = page_for("administrator")
        page.goto("/konto/personen/neu/")
        page.get_by_label("Benutzername").fill(login)
        page.get_by_label("Name", exact=True).fill("Rita Lang")
        page.get_by_label("Rolle").select_option(label="Integrierte Leitstelle: Leitstelle")
        page.get_by_role("button", name="Speichern").click()
        return page.locator(".pe-secret").inner_text()

    return add


def accept(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("Neues Passwort", exact=True).fill(PASSWORD)
    page.get_by_label("Neues Passwort noch einmal").fill(PASSWORD)
    page.get_by_role("button", name="Speichern und anmelden").click()
    page.wait_for_url("**/konto/")


def test_password_then_code_then_recovery_code(
    invitation: Callable[[str], str],
    new_context: Callable[..., BrowserContext],
    shot: Callable[[Page, str], Path],
) -> None:
    page = new_context(390).new_page()
    accept(page, invitation("rita.codes"))
    page.get_by_role("button", name="Einmalcodes einrichten").click()
    shot(page, "codes-setup-390-de")
    totp = pyotp.TOTP(page.locator("code").inner_text().replace(" ", ""))
    page.get_by_label("Code aus der App").fill(totp.now())
    page.get_by_role("button", name="Einschalten").click()
    recovery = page.locator(".pe-codes code").all_inner_texts()
    assert len(recovery) == 10
    page.goto("/konto/")
    page.get_by_role("button", name="Abmelden").click()

    page.goto("/anmelden/?next=/orte/tabelle/")
    page.get_by_label("Benutzername").fill("rita.codes")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.get_by_label("Code").fill("000 000")
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.get_by_text("Dieser Code passt nicht").first.wait_for()
    shot(page, "code-wrong-390-de")
    page.get_by_label("Code").fill(recovery[0])
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url("**/orte/tabelle/")


def test_a_passkey_is_made_and_opens_the_door(
    invitation: Callable[[str], str],
    new_context: Callable[..., BrowserContext],
    shot: Callable[[Page, str], Path],
) -> None:
    page = new_context().new_page()
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    told = cdp.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    accept(page, invitation("rita.passkey"))
    page.get_by_label("Name des Geräts").fill("Dienstlaptop")
    page.get_by_role("button", name="Passkey hinzufügen").click()
    page.wait_for_url("**done=passkey-added")
    page.get_by_text("Dienstlaptop").wait_for()
    shot(page, "account-passkey-1280-de")
    held = cdp.send("WebAuthn.getCredentials", {"authenticatorId": told["authenticatorId"]})
    assert [one["rpId"] for one in held["credentials"]] == ["localhost"]
    page.get_by_role("button", name="Abmelden").click()

    page.goto("/anmelden/?next=/orte/tabelle/")
    button = page.get_by_role("button", name="Mit Passkey anmelden")
    with suppress(PlaywrightError):  # the name field's autofill may sign in by itself meanwhile
        button.press("Enter", no_wait_after=True, timeout=5_000)
    page.wait_for_url("**/orte/tabelle/")
    page.wait_for_load_state("networkidle")
    page.goto("/konto/")
    page.get_by_text("zuletzt benutzt").wait_for()


def test_a_revoked_session_loses_its_page(
    house: House, invitation: Callable[[str], str], new_context: Callable[..., BrowserContext]
) -> None:
    here, there = new_context().new_page(), new_context().new_page()
    accept(here, invitation("rita.sessions"))
    there.goto("/anmelden/")
    there.get_by_label("Benutzername").fill("rita.sessions")
    there.get_by_label("Passwort").fill(PASSWORD)
    there.get_by_role("button", name="Anmelden", exact=True).click()
    there.wait_for_url("**/konto/")
    here.reload()
    here.get_by_role("button", name="Alle anderen beenden").click()
    here.get_by_text("Die Sitzung ist beendet.").wait_for()
    there.goto("/konto/")
    assert "/anmelden/" in there.url


@pytest.mark.parametrize(
    "path", ["/anmelden/", "/konto/", "/konto/personen/", "/konto/schluessel/"]
)
def test_account_pages_are_accessible(
    page_for: Callable[..., Page], axe: Callable[[Page], list[str]], path: str
) -> None:
    role = None if path == "/anmelden/" else "administrator"
    page = page_for(role, bypass_csp=True)
    page.goto(path)
    page.wait_for_timeout(300)
    assert axe(page) == []


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_door_fits_every_screen(
    new_context: Callable[..., BrowserContext],
    shot: Callable[[Page, str], Path],
    width: int,
    language: str,
) -> None:
    page = new_context(width, language).new_page()
    page.goto("/anmelden/" if language == "de" else "/en/anmelden/")
    page.locator("passkey-sign-in button").wait_for()
    shot(page, f"sign-in-{width}-{language}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
