"""Every import contract holds, and every one finds a violation planted for it."""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BODIES = {
    "floors": ("lib/planted.py", "from stadtherz.project import cli"),
    "independent-modules": (
        "modules/lights/figures.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import stadtherz.modules.lookout",
    ),
    "rooms": ("modules/planted/domain.py", "from stadtherz.modules.planted import actions"),
    "pure-lib": ("lib/planted.py", "import sqlite3"),
    "pure-domains": ("modules/planted/domain.py", "import django.db"),
    "wires": ("modules/planted/actions.py", "import httpx"),
    "core-order": ("core/registry/planted.py", "import stadtherz.core.media"),
    "no-circles": ("lib/planted/__init__.py", "import stadtherz.lib.circle"),
    "doors": ("modules/planted/actions.py", "import stadtherz.core.journal.outbox"),
}
BESIDE = {
    "floors": {"project/cli/__init__.py": ""},
    "rooms": {"modules/planted/actions.py": ""},
    "no-circles": {"lib/circle.py": "import stadtherz.lib.planted"},
}


#: Wider rules that the same planted line breaks as well, each for its own reason.
ALSO = {
    "core-order": {"no-circles"},  # looking up to who looks down closes a circle
    "floors": {"pure-lib"},  # what stands above lib reaches Django
}


def names() -> dict[str, str]:
    """Return the contracts' names on screen by key."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter")
    sections = [section for section in parser.sections() if ":contract:" in section]
    return {section.rsplit(":", 1)[1]: parser[section]["name"] for section in sections}


def broken(tree: Path) -> tuple[set[str], str]:
    """Return the keys of the contracts that are broken, and what the linter said."""
    program = "import sys; from importlinter.cli import lint_imports_command as c; c()"
    ran = subprocess.run(
        [sys.executable, "-c", program, "--no-cache"],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": f"{tree / 'src'}{os.pathsep}{tree}", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    said = ran.stdout + ran.stderr
    found = {key for key, name in names().items() if f"{name} BROKEN" in said}
    assert bool(found) == (ran.returncode != 0), said
    return found, said


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("house")
    ignore = shutil.ignore_patterns("__pycache__", "static", "demo_photos", "locale", "*.pmtiles")
    shutil.copytree(ROOT / "src", target / "src", ignore=ignore)
    shutil.copytree(ROOT / "tools", target / "tools", ignore=ignore)
    shutil.copy(ROOT / ".importlinter", target)
    return target


def test_the_house_keeps_its_contracts() -> None:
    found, said = broken(ROOT)
    assert found == set(), said


def test_every_contract_has_its_violation() -> None:
    assert sorted(names()) == sorted(BODIES)


@pytest.fixture(scope="module")
def before(tree: Path) -> set[str]:
    return broken(tree)[0]


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", sorted(BODIES))
def test_a_planted_violation_breaks_exactly_its_contract(
    name: str, tree: Path, before: set[str], tmp_path: Path
) -> None:
    assert name not in before, "kept before anything is planted"
    kept = tmp_path / "src"
    shutil.copytree(tree / "src", kept)
    path, text = BODIES[name]
    for planted, content in {path: text, **BESIDE.get(name, {})}.items():
        plant(kept / "stadtherz" / planted, content, over=planted == path)
    shutil.copytree(tree / "tools", tmp_path / "tools")
    shutil.copy(tree / ".importlinter", tmp_path)
    found, said = broken(tmp_path)
    assert found - before == {name} | ALSO.get(name, set()), said


def plant(target: Path, content: str, *, over: bool) -> None:
    """Write one file; what is there already is only replaced where the violation stands."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for package in (target.parent, target.parent.parent):
        (package / "__init__.py").touch()
    if over or not target.exists():
        target.write_text(content + "\n")
