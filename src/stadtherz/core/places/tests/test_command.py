from __future__ import annotations

import errno
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command

from stadtherz.core.places import shelf
from stadtherz.core.places.models import TownPack
from stadtherz.core.places.tests.conftest import STREETS, small_town
from stadtherz.lib.townpack import read_pack

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper


def run(*words: object) -> str:
    out = StringIO()
    call_command("town", *map(str, words), stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    file = tmp_path / "x.osm"
    file.write_text(small_town(streets=STREETS), encoding="utf-8")
    return file


def test_build_load_list(db: None, extract: Path, tmp_path: Path, settings: SettingsWrapper):
    settings.STADTHERZ_TOWNS_DIR = tmp_path / "towns"
    assert "stadtherz town load" in run("build", extract, "--name", "dorf", "--title", "Dorf")
    assert read_pack(shelf.read(tmp_path / "towns" / "dorf")).about.name == "Dorf"
    assert "23 addresses" in run("load", "dorf")
    assert TownPack.objects.get().key == "dorf"
    assert "* dorf" in run("list")


def test_building_again_keeps_what_people_wrote(extract: Path, tmp_path: Path):
    run("build", extract, "--name", "dorf", "--out", tmp_path)
    (tmp_path / "dorf" / "lights.toml").write_text("spacing_m = 40.0\n")
    run("build", extract, "--name", "dorf", "--out", tmp_path)
    assert read_pack(shelf.read(tmp_path / "dorf")).lights.spacing_m == 40.0
    assert [p.name for p in tmp_path.iterdir() if p.is_dir()] == ["dorf"]


def test_a_broken_file_leaves_nothing(extract: Path, tmp_path: Path):
    text = extract.read_text()
    extract.write_text(text[: len(text) // 2])
    with pytest.raises(CommandError, match=r"town\.E003"):
        run("build", extract, "--name", "dorf", "--out", tmp_path / "towns")
    assert not (tmp_path / "towns").exists()


def test_a_full_disk_leaves_the_older_pack(extract: Path, tmp_path: Path, monkeypatch):
    run("build", extract, "--name", "dorf", "--out", tmp_path)
    before = shelf.read(tmp_path / "dorf")

    def full(path: Path, content: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shelf, "_write_file", full)
    with pytest.raises(CommandError, match="No space left"):
        run("build", extract, "--name", "dorf", "--out", tmp_path)
    assert shelf.read(tmp_path / "dorf") == before
    assert [p.name for p in tmp_path.iterdir() if p.is_dir()] == ["dorf"]


def test_an_unknown_pack_names_those_that_are_there(db: None):
    with pytest.raises(CommandError, match="kaiserslautern"):
        run("load", "kaiserslauten")


def test_a_key_that_is_none_is_refused(extract: Path, tmp_path: Path):
    with pytest.raises(CommandError, match=r"town\.E010"):
        run("build", extract, "--name", "../x", "--out", tmp_path / "towns")
    assert not (tmp_path / "towns").exists()


def test_the_packs_of_the_checkout_can_be_read():
    for folder, about in shelf.listed():
        if folder.parent == shelf.CHECKOUT_TOWNS:
            assert read_pack(shelf.read(folder)).about == about
