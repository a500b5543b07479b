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
        "modules/lights/domain/planted.py",
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


def contracts() -> list[str]:
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter")
    return [name.rsplit(":", 1)[1] for name in parser.sections() if ":contract:" in name]


def broken(tree: Path, *names: str) -> str:
    """Return the linter's words about broken contracts, empty when all are kept."""
    chosen = [part for name in names for part in ("--contract", name)]
    program = "import sys; from importlinter.cli import lint_imports_command as c; c()"
    ran = subprocess.run(
        [sys.executable, "-c", program, "--no-cache", *chosen],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": f"{tree / 'src'}{os.pathsep}{tree}"},
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if ran.returncode == 0 else ran.stdout + ran.stderr


def copy_of_tree(target: Path) -> Path:
    ignore = shutil.ignore_patterns("__pycache__", "static", "demo_photos", "locale", "*.pmtiles")
    shutil.copytree(ROOT / "src", target / "src", ignore=ignore)
    shutil.copytree(ROOT / "tools", target / "tools", ignore=ignore)
    shutil.copy(ROOT / ".importlinter", target)
    return target


def test_the_house_keeps_its_contracts() -> None:
    assert broken(ROOT) == ""


def test_every_contract_has_its_violation() -> None:
    assert sorted(contracts()) == sorted(BODIES)


@pytest.mark.parametrize("name", sorted(BODIES))
def test_a_planted_violation_breaks_its_contract(name: str, tmp_path: Path) -> None:
    tree = copy_of_tree(tmp_path)
    assert broken(tree, name) == "", "kept before anything is planted"
    path, text = BODIES[name]
    for planted, content in {path: text, **BESIDE.get(name, {})}.items():
        target = tree / "src/stadtherz" / planted
        target.parent.mkdir(parents=True, exist_ok=True)
        for package in (target.parent, target.parent.parent):
            (package / "__init__.py").touch()
        if not target.exists() or planted == path:
            target.write_text(content + "\n")
    said = broken(tree, name)
    assert "BROKEN" in said, said
    assert "1 broken" in said, said
