from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tools import check

if TYPE_CHECKING:
    from pathlib import Path


def test_a_failing_command_fails_and_keeps_its_words(tmp_path: Path) -> None:
    bad = check.run("bad", [sys.executable, "-c", "print('why'); raise SystemExit(3)"])
    good = check.run("good", [sys.executable, "-c", ""], root=tmp_path)
    assert (bad.passed, bad.said.strip(), good.passed) == (False, "why", True)


@pytest.mark.parametrize(("code", "ended"), [("", 0), ("raise SystemExit(1)", 1)])
def test_one_failure_fails_the_whole(
    code: str, ended: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    commands = {"one": [sys.executable, "-c", ""], "two": [sys.executable, "-c", code]}
    monkeypatch.setattr(check, "checks", lambda _python: commands)
    assert check.main([]) == ended
    printed = capsys.readouterr().out
    assert printed.count("ok") == 2 - ended
    assert printed.count("FAILED") == ended


def test_an_unknown_check_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main(["lightness"]) == 2
    assert "types" in capsys.readouterr().out


def test_every_program_of_ours_that_is_called_exists() -> None:
    commands = check.checks(sys.executable).values()
    ours = [command[2] for command in commands if "-m" in command]
    assert len(ours) >= 3
    assert all((check.ROOT / f"{name.replace('.', '/')}.py").exists() for name in ours)
