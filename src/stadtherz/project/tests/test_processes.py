"""The supervisor with tiny children: killed, failing, deaf to SIGTERM, orphaned."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest

import stadtherz
from stadtherz.project.processes import logs as log_files
from stadtherz.project.processes.child import Child, ChildPlan
from stadtherz.project.processes.errors import ProcessError
from stadtherz.project.processes.group import Group
from stadtherz.project.processes.lock import only_one
from stadtherz.project.processes.port import LOOPBACK, is_free, require_free
from stadtherz.project.processes.roles import run_parts

if TYPE_CHECKING:
    from collections.abc import Callable

Found = TypeVar("Found")
SOURCE = str(Path(stadtherz.__file__).parents[1])

SLEEPER = "import time; print('ready', flush=True); time.sleep(600)"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEPER
PARENT = """
import subprocess, sys, time
sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(sleeper.pid, flush=True)
time.sleep(600)
"""
SUPERVISOR = """
import sys, threading
from pathlib import Path
from stadtherz.project.processes.child import ChildPlan
from stadtherz.project.processes.group import Group
child = (sys.executable, "-c", '''
import os, time
from stadtherz.project.processes.roles import follow_supervisor
follow_supervisor()
print(os.getpid(), flush=True)
time.sleep(600)
''')
with Group([ChildPlan(name="web", command=child)], Path(sys.argv[1])) as group:
    group.run(threading.Event())
"""


def plan(code: str, name: str = "web") -> ChildPlan:
    return ChildPlan(name=name, command=(sys.executable, "-c", code))


def wait_for(look: Callable[[], Found], within_s: float = 30) -> Found:
    end_s = time.monotonic() + within_s
    while time.monotonic() < end_s:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("did not happen in time")


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, check=False)
    return b"Z" not in status.stdout


def said(directory: Path, name: str = "web") -> list[str]:
    return [line.split()[-1] for line in log_files.last_lines(directory, name).splitlines()]


def test_a_killed_child_runs_again(tmp_path: Path):
    console = io.StringIO()
    with Group([plan(SLEEPER), plan(SLEEPER, "worker")], tmp_path, console=console) as group:
        web, worker = group.children
        first, neighbour = web.pid, worker.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)

        def runs_again() -> bool:
            group.attend()
            return web.starts == 2 and web.pid is not None

        wait_for(runs_again)
        assert web.pid != first
        assert worker.pid == neighbour
    assert "web ended (signal SIGKILL); again in 0.5 s" in console.getvalue()
    assert "web runs again" in console.getvalue()
    assert web.pid is None
    assert not is_alive(first)


def test_the_pause_grows_while_a_child_keeps_failing(tmp_path: Path):
    child = Child(plan("raise SystemExit(3)"), tmp_path, io.StringIO(), is_wordy=False)
    child.start()
    news: list[str] = []

    def failed_three_times() -> bool:
        news.extend(filter(None, [child.attend()]))
        return sum("ended" in one for one in news) == 3

    wait_for(failed_three_times)
    pauses = [one.rsplit(" ", 2)[-2] for one in news if "ended" in one]
    assert pauses == ["0.5", "1", "2"]
    assert "exit code 3" in news[0]


def test_a_child_deaf_to_sigterm_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("stadtherz.project.processes.group.STOP_WITHIN_S", 0.3)
    group = Group([plan(DEAF)], tmp_path)
    with group:
        wait_for(lambda: said(tmp_path) == ["ready"])
        pid = group.children[0].pid
        assert pid is not None
    assert not is_alive(pid)


def test_a_killed_child_leaves_no_grandchild(tmp_path: Path):
    with Group([plan(PARENT)], tmp_path, console=io.StringIO()) as group:
        grandchild = int(wait_for(lambda: said(tmp_path))[0])
        assert is_alive(grandchild)
        os.kill(group.children[0].pid or 0, signal.SIGKILL)

        def is_gone() -> bool:
            group.attend()
            return not is_alive(grandchild)

        wait_for(is_gone)


def test_children_end_when_the_supervisor_is_killed(tmp_path: Path):
    supervisor = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, str(tmp_path)], env=os.environ | {"PYTHONPATH": SOURCE}
    )
    try:
        child = int(wait_for(lambda: said(tmp_path))[0])
        assert is_alive(child)
    finally:
        supervisor.kill()
        supervisor.wait()
    wait_for(lambda: not is_alive(child))


def test_serious_lines_reach_the_console_and_all_reach_the_file(tmp_path: Path):
    console = io.StringIO()
    lines = io.StringIO("GET /\nERROR the lamp\n")
    log_files.pump(lines, "web", tmp_path, console, is_wordy=False)
    assert console.getvalue() == "    web | ERROR the lamp\n"
    assert said(tmp_path) == ["/", "lamp"]


def test_logs_rotate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(log_files, "MAX_BYTES", 1000)
    lines = io.StringIO("".join(f"line {number}\n" for number in range(500)))
    log_files.pump(lines, "web", tmp_path, io.StringIO(), is_wordy=False)
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["web.log", "web.log.1", "web.log.2", "web.log.3"]
    assert all(path.stat().st_size <= 1000 for path in tmp_path.iterdir())


def test_a_taken_port_names_a_free_one():
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ProcessError) as caught:
            require_free(port)
    assert caught.value.code == "start.E001"
    advised = int(caught.value.fix.rsplit(" ", 1)[1])
    assert advised != port
    assert is_free(advised)


def test_a_second_start_is_refused_and_told_who_runs(tmp_path: Path):
    with only_one(tmp_path / "up.lock", "process 7"):
        with (
            pytest.raises(ProcessError, match="process 7") as caught,
            only_one(tmp_path / "up.lock", "process 8"),
        ):
            pass
        assert caught.value.code == "start.E002"
    with only_one(tmp_path / "up.lock", "process 9"):
        assert (tmp_path / "up.lock").read_text(encoding="utf-8") == "process 9"


def test_parts_stop_together(capfd: pytest.CaptureFixture[str]):
    stop = threading.Event()
    threading.Timer(0.1, stop.set).start()
    assert run_parts({"a": threading.Event.wait, "b": threading.Event.wait}, stop) == 0

    def broken(_: threading.Event) -> None:
        raise RuntimeError("no bus")

    assert run_parts({"a": threading.Event.wait, "b": broken}, threading.Event()) == 1
    assert "no bus" in capfd.readouterr().err
    assert run_parts({"a": lambda _: None}, threading.Event()) == 1
    assert "ERROR a ended by itself" in capfd.readouterr().err
