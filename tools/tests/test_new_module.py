from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.new_module import ROOT, main


def test_a_new_module_keeps_style_and_contracts(tmp_path: Path) -> None:
    ignore = shutil.ignore_patterns("__pycache__", "static", "demo_photos", "locale")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=ignore)
    shutil.copytree(ROOT / "tools", tmp_path / "tools", ignore=ignore)
    for name in (".importlinter", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    assert main(["fountains"], root=tmp_path) == 0
    room = tmp_path / "src/stadtherz/modules/fountains"
    ruff = Path(sys.executable).parent / "ruff"
    linter = "import sys; from importlinter.cli import lint_imports_command as c; c()"
    for command in (
        [str(ruff), "check", "--no-cache", str(room)],
        [str(ruff), "format", "--no-cache", "--check", str(room)],
        [sys.executable, "-c", linter, "--no-cache", "--contract", "rooms"],
        [sys.executable, "-c", "from stadtherz.modules.fountains import apps, settings"],
    ):
        environment = {"PYTHONPATH": f"{tmp_path / 'src'}:{tmp_path}", "PATH": "/usr/bin:/bin"}
        ran = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("arguments", [[], ["Two Words"], ["a"], ["utils_2"]])
def test_odd_keys_are_refused(arguments: list[str], tmp_path: Path) -> None:
    assert main(arguments, root=tmp_path) == 2
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_never_overwritten(tmp_path: Path) -> None:
    assert main(["fountains"], root=tmp_path) == 0
    assert main(["fountains"], root=tmp_path) == 1
