"""Every page has its visit of axe: an address without a row in the journeys' table fails."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.test import Client

from stadtherz.core.people import make
from stadtherz.core.registry.contract import ROLE_TEMPLATES
from tests.architecture.test_access_matrix import addresses
from tests.journeys.pages import judged_names, names_of_no_page

if TYPE_CHECKING:
    from django.http import HttpResponse

OURS = {one.name: "/" + one.route for one in addresses() if not one.route.startswith("api/")}


def test_every_address_is_a_judged_page_or_says_why_it_is_none() -> None:
    told = judged_names() | names_of_no_page()
    assert sorted(OURS.keys() - told) == [], "add it to tests/journeys/pages.py and visit it"
    assert sorted(told - OURS.keys()) == [], "no such address any more"
    assert sorted(judged_names() & names_of_no_page()) == []


def is_page(answer: HttpResponse) -> bool:
    is_html = answer.get("Content-Type", "").startswith("text/html")
    return answer.status_code == 200 and is_html and b"<html" in answer.getvalue()  # type: ignore[attr-defined] # of both kinds of answers


@pytest.mark.django_db
def test_what_is_said_to_be_no_page_is_none_for_anyone() -> None:
    cache.clear()
    office = make.organisation("stadt", within=make.town("kaiserslautern", name="Kaiserslautern"))
    plain = {name: path for name, path in OURS.items() if not re.search(r"[<(\\]", path)}
    pages: dict[str, set[str]] = {}
    for role in ROLE_TEMPLATES:
        client = Client(raise_request_exception=False)
        client.force_login(make.person(role, of=office))
        found = {
            n for n, path in plain.items() if n != "people:sign-out" and is_page(client.get(path))
        }
        pages[role] = found
    everyone = set().union(*pages.values())
    assert {"home", "people:account", "lights:desk"} <= everyone, "pages are recognised"
    assert sorted(everyone & names_of_no_page()) == []
