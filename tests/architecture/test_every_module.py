"""What every module owes, once per registered module."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.urls import reverse

from stadtherz.core.registry import queries

if TYPE_CHECKING:
    from django.test import Client

    from stadtherz.core.registry.contract import Module

ROOT = Path(__file__).parents[2]
SERVICES = [
    room
    for room in queries.modules()
    if apps.get_app_config(room.key).name.startswith("stadtherz.modules.")
]
ROOMS = queries.modules()
every_room = pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.key)
every_service = pytest.mark.parametrize("room", SERVICES, ids=lambda room: room.key)


def folder(room: Module) -> Path:
    return Path(apps.get_app_config(room.key).path)


@every_service
def test_a_readme_and_a_page_for_the_town_hall_exist(room: Module) -> None:
    pages = (folder(room) / "README.md", ROOT / "docs/modules" / f"{room.key}.md")
    assert [page for page in pages if not page.exists() or len(page.read_text()) < 200] == []


@every_room
def test_every_permission_is_used(room: Module) -> None:
    sources = [path for path in folder(room).rglob("*.py") if path.name != "module.py"]
    text = "\n".join(path.read_text() for path in sources if "tests" not in path.parts)
    assert [p.key for p in room.permissions if f'"{p.key}"' not in text] == []


@every_room
@pytest.mark.django_db
def test_navigation_refuses_strangers_unless_public(room: Module, client: Client) -> None:
    for item in room.nav:
        answer = client.get(reverse(item.url_name))
        if item.permission is None:
            assert answer.status_code == 200, item.url_name
        else:
            assert answer.status_code in (302, 401, 403), item.url_name


@every_room
def test_topics_are_frozen_values(room: Module) -> None:
    for topic in room.topics:
        assert dataclasses.is_dataclass(topic.message), topic.key
        assert topic.message.__dataclass_params__.frozen, topic.key  # type: ignore[attr-defined]


@every_service
@pytest.mark.django_db
def test_demo_runs_twice_and_figures_compute(room: Module) -> None:
    for _ in range(2):
        for stage in sorted(room.demo, key=lambda stage: stage.order):
            stage.run()
    year = (dt.date(2026, 1, 1), dt.date(2027, 1, 1))
    for figure in room.figures:
        assert figure.unit, figure.key
        assert isinstance(figure.compute(*year, ()), int | float), figure.key


@every_room
@pytest.mark.django_db
def test_checks_name_a_fix_and_a_code(room: Module) -> None:
    for check in room.checks:
        for finding in check.run():
            assert str(finding.fix), finding.code
            assert re.fullmatch(rf"{room.key}\.[EW]\d{{3}}", finding.code)


@every_room
@pytest.mark.django_db
def test_a_stranger_leaves_nothing(room: Module) -> None:
    from uuid import UUID  # noqa: PLC0415  # only here

    stranger = UUID(int=7 << 76 | 2 << 62)
    for kind in room.privacy:
        rows: list[dict[str, Any]] = kind.export(stranger)
        assert json.dumps(rows) == "[]", kind.key
        assert kind.erase(stranger) == 0, kind.key


@every_service
def test_adapters_have_a_simulated_twin(room: Module) -> None:
    adapters = folder(room) / "adapters"
    assert not adapters.exists() or (adapters / "simulated.py").exists()


def test_the_book_is_not_empty() -> None:
    assert {"journal"} <= {room.key for room in ROOMS}
