from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from stadtherz.lib.errors import CityError
from stadtherz.project.cli import main, suite
from stadtherz.project.cli.commands import own_commands
from stadtherz.project.cli.outcome import told_to_people
from stadtherz.project.conf import read
from stadtherz.project.processes import reset as resetting
from stadtherz.project.processes.lock import only_one

if TYPE_CHECKING:
    from pathlib import Path

    from stadtherz.project.conf import Installation

pytest_plugins = ["pytester"]


def test_an_error_for_people_has_no_traceback(capsys: pytest.CaptureFixture[str]):
    def fail() -> int:
        raise CityError("The lamp is gone.", fix="Look for it.", code="lights.E001")

    assert told_to_people(fail) == 1
    assert capsys.readouterr().err == "ERROR The lamp is gone.\n  → Look for it.\n  [lights.E001]\n"


def test_ctrl_c_is_no_error():
    def interrupted() -> int:
        raise KeyboardInterrupt

    assert told_to_people(interrupted) == 130


def test_an_unknown_command_names_the_nearest(capsys: pytest.CaptureFixture[str]):
    assert main(["serv"]) == 1
    assert "stadtherz serve" in capsys.readouterr().err
    assert main(["migrat"]) == 1
    assert "stadtherz migrate" in capsys.readouterr().err


def test_help_lists_every_own_command(capsys: pytest.CaptureFixture[str]):
    assert main([]) == 0
    text = capsys.readouterr().out
    for command in own_commands().values():
        assert f"  {command.name} " in text
        assert command.sentence.endswith(".")
        assert command.sentence in text


def test_an_unknown_measurement_is_told(capsys: pytest.CaptureFixture[str]):
    assert main(["bench", "no-such"]) == 1
    assert "cli.E002" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("fast", "real", "whole"),
    [(0, 0, 0), (1, 0, 1), (0, 1, 1), (5, 0, 0), (0, 5, 0), (5, 5, 5), (5, 2, 2)],
)
def test_half_of_the_suite_may_be_empty(fast: int, real: int, whole: int):
    assert suite.outcome(fast, real) == whole


def test_outside_ci_nothing_is_installed_unasked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    installed: list[str] = []
    monkeypatch.setattr(suite, "_install", installed.extend)
    monkeypatch.setattr("sys.stdin", io.StringIO())  # no terminal
    suite._provide(list(suite.PARTS), is_ci=False)
    assert installed == []
    said = capsys.readouterr().out
    assert "package chromium" in said
    assert "starts a system service" in said


def test_ci_allows_no_skip(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch):
    root = suite.checkout_directory() / "conftest.py"
    pytester.makeconftest(root.read_text(encoding="utf-8"))
    pytester.makepyfile("import pytest\ndef test_a(): pass\ndef test_b(): pytest.skip('no')")
    pytester.makepyfile(test_file="import pytest\npytest.skip('all', allow_module_level=True)")
    monkeypatch.delenv("CI", raising=False)
    assert pytester.runpytest_subprocess("-p", "no:django", "-n0").ret == 0
    monkeypatch.setenv("CI", "true")
    done = pytester.runpytest_subprocess("-p", "no:django", "-n1")
    assert done.ret == 1
    done.stdout.fnmatch_lines(["*skipped, which CI does not allow*"])
    done.stdout.fnmatch_lines_random(["*::test_b", "test_file.py"])


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    made = read({"STADTHERZ_HOME": str(tmp_path)})
    monkeypatch.setattr(resetting, "current", lambda: made)
    for name in ("stadtherz.sqlite3", "stadtherz.sqlite3-wal", "stadtherz.toml", "my notes.txt"):
        (made.data_dir / name).write_text("x", encoding="utf-8")
    (made.data_dir / "media").mkdir()
    (made.data_dir / "media" / "photo").write_text("x", encoding="utf-8")
    return made


def test_reset_deletes_only_what_was_written(installation: Installation):
    assert resetting.reset(is_sure=True) == 0
    left = sorted(path.name for path in installation.data_dir.iterdir())
    assert left == ["my notes.txt", "secrets", "stadtherz.toml", "up.lock"]
    assert list((installation.data_dir / "secrets").iterdir()) == []
    assert resetting.reset(is_sure=True) == 0


def test_reset_asks_and_without_an_answer_deletes_nothing(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sys.stdin", io.StringIO())  # no terminal
    assert resetting.reset(is_sure=False) == 1
    assert (installation.data_dir / "stadtherz.sqlite3").exists()


def test_reset_refuses_while_it_runs(installation: Installation):
    with (
        only_one(installation.data_dir / "up.lock", "process 1"),
        pytest.raises(CityError, match="running already"),
    ):
        resetting.reset(is_sure=True)
    assert (installation.data_dir / "stadtherz.sqlite3").exists()


@pytest.mark.parametrize("port", ["0", "65536", "99999999999", "-1", "many"])
def test_a_wrong_port_is_told_in_one_line(port, capsys):
    with pytest.raises(SystemExit):
        main(["up", f"--port={port}"])
    told = capsys.readouterr().err
    assert "write a number from 1 to 65535" in told
    assert len(told) < 300
