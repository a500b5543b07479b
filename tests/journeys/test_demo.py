"""The printed link opens the role switcher; every role gets to work without typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stadtherz.core.registry.contract import ROLE_TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

    from tests.journeys.conftest import House


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_switcher_fits_every_screen(
    house: House,
    new_context: Callable[..., BrowserContext],
    shot: Callable[[Page, str], Path],
    axe: Callable[[Page], list[str]],
    width: int,
    language: str,
) -> None:
    page = new_context(width, language, bypass_csp=True).new_page()
    page.goto(house.demo_url)
    if language == "en":
        page.goto("/en/demo/")
    assert house.key not in page.url
    assert page.locator(".pe-roles li").count() == len(ROLE_TEMPLATES)
    assert page.locator(".pe-steps li").count() == 3
    shot(page, f"demo-{width}-{language}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(page) == []


def test_roles_change_with_one_click_and_the_bar_tells(
    page_for: Callable[..., Page], shot: Callable[[Page, str], Path]
) -> None:
    page = page_for("dispatcher", width=390)
    assert page.locator(".sh-banner--demo").inner_text().startswith("Demo: Sie sind Jonas Hartmann")
    shot(page, "demo-bar-390-de")
    page.get_by_role("link", name="Rolle wechseln").click()
    page.locator(".pe-role--me").get_by_text("Jonas Hartmann").wait_for()
    page.get_by_role("button", name="Diese Rolle übernehmen: Redaktion").click()
    page.locator(".sh-banner--demo").get_by_text("Murat Yildiz").wait_for()


def test_a_wrong_key_opens_nothing(
    house: House, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context().new_page()
    answer = page.goto("/demo/?key=guess")
    assert answer is not None
    assert answer.status == 404
    assert page.context.cookies() == []
