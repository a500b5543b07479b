"""What every module owes, once per registered module."""

from __future__ import annotations

import dataclasses
import datetime as dt
import inspect
import json
import math
import pkgutil
import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils.translation import override
from tools.german import bare_texts, gaps
from tools.messages import messages

from stadtherz.core.live.announcing import announce
from stadtherz.core.people import actions as people_actions
from stadtherz.core.people import make
from stadtherz.core.people import queries as people
from stadtherz.core.people.models import Organisation, Person
from stadtherz.core.registry import queries
from tests.architecture.conftest import build_demo
from tests.architecture.rights import used
from tests.architecture.rows import digests, tables_with
from tests.architecture.samples import from_json, sample

if TYPE_CHECKING:
    from django.test import Client

    from stadtherz.core.registry.contract import Module

ROOT = Path(__file__).parents[2]
ROOMS = queries.modules()
SERVICES = [
    room for room in ROOMS if apps.get_app_config(room.key).name.startswith("stadtherz.modules.")
]
EVER = (dt.date(2020, 1, 1), dt.date(2100, 1, 1))
every_room = pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.key)
every_service = pytest.mark.parametrize("room", SERVICES, ids=lambda room: room.key)
slow = pytest.mark.timeout(300)  # the town is loaded once, on a busy machine


def folder(room: Module) -> Path:
    return Path(apps.get_app_config(room.key).path)


def test_the_book_is_not_empty() -> None:
    assert {"journal", "people", "places"} <= {room.key for room in ROOMS}


@every_service
def test_a_readme_and_a_page_for_the_town_hall_exist(room: Module) -> None:
    pages = (folder(room) / "README.md", ROOT / "docs/modules" / f"{room.key}.md")
    assert [page for page in pages if not page.exists() or len(page.read_text()) < 200] == []


@every_room
def test_every_permission_is_used_and_every_used_one_exists(room: Module) -> None:
    asked = used(folder(room))
    assert sorted({p.key for p in room.permissions} - asked) == []
    own = {key for key in asked if re.fullmatch(rf"{room.key}\.\w+", key)}
    assert sorted(own - {p.key for p in room.permissions}) == []


@every_room
@pytest.mark.django_db
def test_navigation_refuses_strangers_unless_public(room: Module, client: Client) -> None:
    for item in room.nav:
        answer = client.get(reverse(item.url_name))
        expected = {200} if item.permission is None else {302, 401, 403}
        assert answer.status_code in expected, item.url_name


@every_room
def test_topics_round_trip(
    room: Module,
    monkeypatch: pytest.MonkeyPatch,
    db: None,
    django_capture_on_commit_callbacks: Any,
) -> None:
    sent: list[tuple[str, str]] = []
    monkeypatch.setattr(
        "stadtherz.core.live.announcing.publish",
        lambda topic, plain: sent.append((topic, json.dumps(plain))),
    )
    for topic in room.topics:
        assert topic.message.__dataclass_params__.frozen, topic.key  # type: ignore[attr-defined]
        message = sample(topic.message)
        with django_capture_on_commit_callbacks(execute=True):
            announce(topic.key, message)
        name, written = sent.pop()
        assert name.endswith(topic.key)
        assert from_json(topic.message, json.loads(written)) == message
        assert dataclasses.fields(topic.message), f"{topic.key} says nothing"


@slow
@pytest.mark.usefixtures("demo")
def test_the_demo_runs_twice_without_change() -> None:
    before = digests()
    build_demo()
    after = digests()
    changed = [table for table in after if before[table] != after[table]]
    assert {table: (before[table][0], after[table][0]) for table in changed} == {}


@slow
@every_room
@pytest.mark.usefixtures("demo")
def test_figures_compute_on_the_demo_and_have_a_unit(room: Module) -> None:
    everyone = list(Organisation.objects.values_list("pk", flat=True))
    assert everyone
    for figure in room.figures:
        assert figure.unit.strip(), figure.key
        for organisations in (everyone, []):
            value = figure.compute(*EVER, organisations)
            assert isinstance(value, int | float), figure.key
            assert math.isfinite(value), figure.key


@every_room
@pytest.mark.django_db
def test_checks_name_a_fix_and_a_code(room: Module) -> None:
    for check in room.checks:
        for finding in check.run():
            assert str(finding.fix).strip(), finding.code
            assert re.fullmatch(rf"{room.key}\.[EW]\d{{3}}", finding.code)


@slow
@pytest.mark.usefixtures("demo")
def test_export_then_erase_leaves_nothing_of_a_person(client: Client) -> None:
    person = _somebody_who_was_everywhere(client)
    words = (person.login, person.name)
    assert tables_with(*words) != [], "there must be something to erase"
    kinds = queries.privacy_kinds()
    exported = {kind.key: kind.export(person.pk) for kind in kinds}
    assert json.loads(json.dumps(exported)) == exported
    assert words[1] in json.dumps(exported, ensure_ascii=False), "a person gets their own name"
    for kind in kinds:
        kind.erase(person.pk)
    left = {kind.key: kind.export(person.pk) for kind in kinds}
    assert not any(name in json.dumps(left, ensure_ascii=False) for name in words)
    for kind in kinds:
        kind.erase(person.pk)  # once more: who repeats a request after a failure meets no error
    assert tables_with(*words) == []


def _somebody_who_was_everywhere(client: Client) -> Person:
    """Make a person with every role in every organisation who then looks at every page."""
    person = people_actions.add_person(
        "quastenflosser", name="Xaverine Quastenflosser", by=make.HOUSE, password="x9!Lampe-Nacht"
    )
    for organisation in Organisation.objects.all():
        for role in organisation.roles.values_list("key", flat=True):
            people_actions.give_role(
                person, organisation=organisation, role_key=role, by=make.HOUSE
            )
    client.force_login(person)
    for item in queries.nav_items():
        assert client.get(reverse(item.url_name)).status_code == 200, item.url_name
    assert people.actor_for(person).grants
    return person


@every_room
def test_nothing_on_screen_is_untranslated(room: Module) -> None:
    place = folder(room)
    catalogue = place / "locale/de/LC_MESSAGES/django.po"
    assert list(gaps(catalogue) if catalogue.exists() else ()) == []
    bare = {
        path.name: found
        for path in place.rglob("templates/**/*.html")
        if (found := bare_texts(path.read_text()))
    }
    assert bare == {}
    says = any(place in Path(place_of).parents for _text, _context, place_of in messages(ROOT))
    assert not says or catalogue.exists(), "a room brings its own German"


@every_service
def test_every_port_has_a_simulated_twin(room: Module) -> None:
    if not (folder(room) / "adapters").exists():
        assert _ports(room) == []
        return
    twin = import_module(f"stadtherz.modules.{room.key}.adapters.simulated")
    made = [kind for _name, kind in inspect.getmembers(twin, inspect.isclass)]
    for port in _ports(room):
        assert any(_fits(kind, port) for kind in made), port.__name__
    assert _ports(room), "adapters speak through ports that the domain names"


def _ports(room: Module) -> list[type]:
    domain = import_module(f"stadtherz.modules.{room.key}.domain")
    classes = (kind for _name, kind in inspect.getmembers(domain, inspect.isclass))
    return [kind for kind in classes if kind.__module__ == domain.__name__ and _is_port(kind)]


def _is_port(kind: type) -> bool:
    return bool(getattr(kind, "_is_protocol", False))


def _fits(kind: type, port: type) -> bool:
    wanted = {name: call for name, call in vars(port).items() if inspect.isfunction(call)}
    own = {name: call for name, call in wanted.items() if not name.startswith("_")}
    return all(
        hasattr(kind, name)
        and [*inspect.signature(getattr(kind, name)).parameters]
        == [*inspect.signature(call).parameters]
        for name, call in own.items()
    )


def spoken_verbs(room: Module) -> set[str]:
    """The journal's verbs of every action below a room, found by importing its files."""
    name = apps.get_app_config(room.key).name
    inner = [m.name for m in pkgutil.walk_packages([str(folder(room))], f"{name}.")]
    files = [name for name in inner if ".tests" not in name and ".migrations" not in name]
    held = [value for file in files for value in vars(import_module(file)).values()]
    own = (v for v in held if getattr(v, "__module__", "").startswith(f"{name}."))
    return {v.verb for v in own if callable(v) and isinstance(getattr(v, "verb", None), str)}


def test_actions_are_found_where_they_stand() -> None:
    assert {"people.give_role", "people.sign_in"} <= spoken_verbs(queries.module("people"))


@every_room
def test_every_action_has_a_name_in_both_languages(room: Module) -> None:
    said = {verb for one in ROOMS for verb in spoken_verbs(one) if verb.startswith(f"{room.key}.")}
    assert sorted(said ^ set(room.verbs)) == []
    for verb, name in room.verbs.items():
        with override("en"):
            english = str(name)
        with override("de"):
            assert str(name) not in ("", english), verb
