"""Starts that cannot be: told in one sentence with what to do, never a traceback."""

from __future__ import annotations

import fcntl
import socket
from typing import TYPE_CHECKING

import pytest
from tools.house import House

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.timeout(240)


def test_a_port_in_use_is_named_with_a_free_one(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        house = House(tmp_path, other.getsockname()[1])
        ended = house.command("up", "--port", str(house.port))
    assert ended.returncode == 1
    assert f"Port {house.port}" in ended.stderr
    assert "start.E001" in ended.stderr
    assert "./stadtherz up --port " in ended.stderr
    assert "Traceback" not in ended.stderr + ended.stdout


@pytest.mark.parametrize(
    ("text", "word", "near"),
    [
        ("[server]\nprot = 8000\n", "prot", "port"),
        ("[databse]\nengine = 'sqlite'\n", "databse", "database"),
        ("[server]\nport = 'many'\n", "port", ""),
        ("[server\n", "", ""),
    ],
)
def test_a_setting_that_does_not_exist_stops_the_start(
    tmp_path: Path, text: str, word: str, near: str
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/stadtherz.toml").write_text(text)
    ended = House(tmp_path).command("up")
    assert ended.returncode == 1
    assert word in ended.stderr
    assert near in ended.stderr
    assert "→" in ended.stderr
    assert "Traceback" not in ended.stderr + ended.stdout


def test_an_unknown_variable_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House(tmp_path)
    told = {**house.environment(), "STADTHERZ_SERVER__PROT": "8000"}
    monkeypatch.setattr(house, "environment", lambda: told)
    ended = house.command("settings")
    assert ended.returncode == 1
    assert "STADTHERZ_SERVER__PROT" in ended.stderr
    assert "port" in ended.stderr.casefold()


def test_a_second_start_in_the_same_home_is_told_of_the_first(tmp_path: Path) -> None:
    house = House(tmp_path)
    data = tmp_path / "data"
    data.mkdir()
    with (data / "up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("process 4711, http://localhost:8410")
        lock.flush()
        ended = house.command("up", "--port", str(house.port))
    assert ended.returncode == 1
    assert "running already" in ended.stderr
    assert "process 4711" in ended.stderr
    assert "start.E002" in ended.stderr


def test_a_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where a directory should be")
    ended = House(tmp_path / "home").command("up")
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr + ended.stdout
    assert str(tmp_path / "home") in ended.stderr
