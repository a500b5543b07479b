"""Role x URL: what every address answers to every role, held against a reviewed table.

Every URL pattern of the installation is called by a visitor and by the six roles: GET, and where
that is not allowed POST without a body. The kind of answer must be the one in
`access_matrix.json`; an address without a row fails. After looking at what changed, accept with

    ACCEPT_MATRIX=1 ./stadtherz test -n0 tests/architecture/test_access_matrix.py

and read the difference: one line per address, one letter per role.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from stadtherz.core.people import make
from stadtherz.core.people.models import Person, Role
from stadtherz.core.registry.contract import ROLE_TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = Path(__file__).with_name("access_matrix.json")
ACCEPT = "ACCEPT_MATRIX=1 ./stadtherz test -n0 tests/architecture/test_access_matrix.py"
CALLERS = ("visitor", *ROLE_TEMPLATES)
NOBODY = "018f0000-0000-7000-8000-000000000000"

#: Values for the parts of an address that no maker fills: they lead to nothing, by every role.
PARTS = {"uuid": NOBODY, "int": "1", "str": "none", "slug": "none", "path": "none"}


@dataclass(frozen=True)
class Address:
    """A URL pattern with its names."""

    name: str
    route: str


def addresses() -> list[Address]:
    """Every pattern of the resolver, once, in the order of its routes."""
    found = {a.route: a for a in _walk(get_resolver().url_patterns, "", "")}
    return [found[route] for route in sorted(found)]


def _walk(patterns: list[Any], before: str, namespace: str) -> Iterator[Address]:
    for pattern in patterns:
        route = before + _route_of(pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, route, inner)
        elif isinstance(pattern, URLPattern):
            yield Address(f"{namespace}{pattern.name or '-'}", route)


def _route_of(pattern: Any) -> str:
    shape = pattern.pattern
    return getattr(shape, "_route", None) or (
        "" if "Locale" in type(shape).__name__ else str(shape)
    )


def _filled(route: str) -> str:
    def value(match: re.Match[str]) -> str:
        kind, _, name = match.group(1).rpartition(":")
        usual = NOBODY if name.endswith("_id") else PARTS.get(kind or "str", "none")
        return VALUES.get(name, usual)

    return re.sub(r"<([^>]+)>", value, route)


#: Values that makers filled for this run, by the name of the part.
VALUES: dict[str, str] = {}


@pytest.fixture
def callers(db: None) -> dict[str, Client]:
    """A browser per role, signed in, and one of a visitor; records for addresses to find."""
    cache.clear()
    office = make.organisation("stadt", within=make.town("kaiserslautern", name="Kaiserslautern"))
    people: dict[str, Person] = {role: make.person(role, of=office) for role in ROLE_TEMPLATES}
    VALUES.clear()
    VALUES["person_id"] = str(people["citizen"].id)
    VALUES["role_id"] = str(Role.objects.get(organisation=office, key="editor").id)
    browsers = {"visitor": Client(raise_request_exception=False)}
    for role, person in people.items():
        browsers[role] = Client(raise_request_exception=False)
        browsers[role].force_login(person)
    return browsers


def outcome(client: Client, path: str) -> str:
    """The kind of answer; words instead of numbers where the number alone would not say it."""
    answer = client.get(path)
    if answer.status_code == 405:
        allowed = [verb.strip() for verb in answer.get("Allow", "POST").split(",")]
        verb = next((v for v in ("POST", "PUT", "PATCH", "DELETE") if v in allowed), "POST")
        answer = client.generic(verb, path)
    status = answer.status_code
    if status in (301, 302):
        is_door = answer["Location"].startswith("/anmelden/")
        return "sign-in" if is_door else "redirect"
    answer.close()
    return KINDS.get(status, str(status))


KINDS = {
    200: "ok", 204: "ok", 206: "ok", 400: "bad-request", 401: "sign-in", 403: "forbidden",
    404: "not-found", 415: "bad-request", 422: "bad-request", 503: "not-ready",
}  # fmt: skip


def seen(callers: dict[str, Client]) -> dict[str, dict[str, str]]:
    """What every address answers to every caller."""
    table = {}
    for address in addresses():
        row = {}
        for who, client in callers.items():
            if address.name == "people:sign-out" and who != "visitor":
                client = _again(client)  # noqa: PLW2901 -- signing out must not end the round
            row[who] = outcome(client, "/" + _filled(address.route))
        table[f"{address.route}  [{address.name}]"] = row
        cache.clear()
    return table


def _again(client: Client) -> Client:
    other = Client(raise_request_exception=False)
    other.force_login(Person.objects.get(pk=client.session["_auth_user_id"]))
    return other


def as_text(table: dict[str, dict[str, str]]) -> str:
    """Sorted, one line per address, equal outcomes written once: made to be reviewed."""
    lines = []
    for route in sorted(table):
        row = table[route]
        kinds = sorted(set(row.values()), key=[*row.values()].index)
        told = {kind: " ".join(w for w in CALLERS if row[w] == kind) for kind in kinds}
        if len(told) == 1:
            told = {kinds[0]: "everyone"}
        lines.append(f"{json.dumps(route)}: {json.dumps(told)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


@pytest.mark.django_db
@pytest.mark.timeout(300)
def test_every_address_answers_every_role_as_reviewed(callers: dict[str, Client]) -> None:
    now = as_text(seen(callers))
    if os.environ.get("ACCEPT_MATRIX"):
        TABLE.write_text(now, encoding="utf-8")
    kept = json.loads(TABLE.read_text(encoding="utf-8")) if TABLE.exists() else {}
    found = json.loads(now)
    lines = [f"no row:   {route}: {row}" for route, row in found.items() if route not in kept]
    lines += [f"no page:  {route}" for route in kept if route not in found]
    lines += [
        f"differs:  {route}\n     reviewed {kept[route]}\n     answers  {row}"
        for route, row in found.items()
        if route in kept and kept[route] != row
    ]
    assert not lines, "\n".join(["", *lines, "", "Right so? Then look and accept:", ACCEPT])


@pytest.mark.django_db
@pytest.mark.timeout(300)
def test_no_address_fails_for_anyone(callers: dict[str, Client]) -> None:
    broken = [
        f"{route}: {who}"
        for route, row in seen(callers).items()
        for who, kind in row.items()
        if kind.startswith("5")
    ]
    assert broken == []


@pytest.mark.django_db
def test_visitors_get_no_cookie_but_the_forms_own(callers: dict[str, Client]) -> None:
    for address in addresses():
        visitor = Client(raise_request_exception=False)
        visitor.get("/" + _filled(address.route)).close()
        assert set(visitor.cookies) <= {"stadtherz_form"}, address.route
        has_form = address.name in ("people:sign-in", "people:invitation")
        assert has_form or not visitor.cookies, address.route


def test_every_view_says_who_may_see_it() -> None:
    silent = [
        pattern.name
        for pattern in _patterns(get_resolver().url_patterns)
        if not hasattr(pattern.callback, "access")
        and not getattr(pattern.callback, "__module__", "").startswith("ninja")
        and pattern.name not in ("openapi-json", "api-root")  # ninja's own, wrapped in functools
    ]
    assert silent == []


def _patterns(patterns: list[Any]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns)
        else:
            yield pattern
