"""What a start does to an empty, a filled and a half-filled database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core import management

from stadtherz.core.people.models import Person
from stadtherz.project.conf import read
from stadtherz.project.processes import apart
from stadtherz.project.processes import prepare as preparing
from stadtherz.project.processes.errors import ProcessError

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from stadtherz.project.conf import Installation


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return read({"STADTHERZ_HOME": str(tmp_path)})


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    calls: list[tuple[str, ...]] = []
    monkeypatch.setattr(management, "call_command", lambda *words: calls.append(words))
    return calls


FILLED = [("town", "load", "kaiserslautern"), ("demo",)]


@pytest.mark.django_db
def test_an_empty_database_is_filled(installation: Installation, called: list[tuple[str, ...]]):
    preparing.fill_when_empty(installation)
    assert called == FILLED
    assert not (installation.data_dir / "filling").exists()


@pytest.mark.django_db
def test_a_town_with_people_is_left_alone(
    installation: Installation, called: list[tuple[str, ...]]
):
    Person.objects.create(name="Ada")
    preparing.fill_when_empty(installation)
    assert called == []


@pytest.mark.django_db
def test_a_start_that_was_killed_while_filling_goes_on(
    installation: Installation, called: list[tuple[str, ...]]
):
    Person.objects.create(name="Ada")
    (installation.data_dir / "filling").touch()
    preparing.fill_when_empty(installation)
    assert called == FILLED


@pytest.mark.django_db
def test_a_pack_that_is_not_there_is_told(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
):
    def fail(*_: str) -> None:
        raise management.CommandError("no such pack")

    monkeypatch.setattr(management, "call_command", fail)
    with pytest.raises(ProcessError, match=r"town load kaiserslautern failed: no such pack"):
        preparing.fill_when_empty(installation)
    assert (installation.data_dir / "filling").exists()


@pytest.mark.django_db
def test_tables_of_another_version_are_refused(monkeypatch: pytest.MonkeyPatch):
    preparing.require_migrated()
    monkeypatch.setattr(preparing, "pending_migrations", lambda: 2)
    with pytest.raises(ProcessError, match="lacks 2 migrations"):
        preparing.require_migrated()


@pytest.mark.django_db
def test_serve_refuses_while_a_demo_account_exists(monkeypatch: pytest.MonkeyPatch):
    served: list[str] = []
    monkeypatch.setattr(apart, "web", lambda **_: served.append("web") or 0)
    monkeypatch.setattr(apart, "refresh_static", lambda _: None)
    assert apart.serve() == 0
    Person.objects.create(login="demo", name="Demo", is_demo=True)
    with pytest.raises(ProcessError, match="demo accounts") as caught:
        apart.serve()
    assert caught.value.code == "start.E006"
    assert served == ["web"]


def test_static_files_are_collected_when_one_changed(
    tmp_path: Path, settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch
):
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.css").write_text("a {}", encoding="utf-8")
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [source]
    calls: list[str] = []
    monkeypatch.setattr(management, "call_command", lambda name, **_: calls.append(name))
    settings.STATIC_ROOT.mkdir()
    for _ in range(2):
        preparing.refresh_static(tmp_path)
    assert calls == ["collectstatic"]
    (source / "page.css").write_text("a { color: red }", encoding="utf-8")
    preparing.refresh_static(tmp_path)
    assert calls == ["collectstatic"] * 2
