"""A worker killed with kill -9 in the middle of its work: another one finishes it, once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROGRAM = """
import os, sys, threading, time
import django
django.setup()
from pathlib import Path
from stadtherz.core.journal.contract import system_actor
from stadtherz.core.tasks.contract import enqueue, task
from stadtherz.core.tasks.models import Work
from stadtherz.core.tasks import worker

notes = Path(sys.argv[2])

@task("testing.slow", lease_s=30)
def slow(progress, seconds):
    with notes.open("a") as f:
        f.write(f"began {os.getpid()}\\n")
    end = time.monotonic() + (seconds if progress.attempt == 1 else 0.1)
    while time.monotonic() < end:
        progress.report(0.5)
        time.sleep(0.02)
    with notes.open("a") as f:
        f.write(f"ended {os.getpid()}\\n")

if sys.argv[1] == "queue":
    enqueue(slow, float(sys.argv[3]), by=system_actor("testing"))
elif sys.argv[1] == "state":
    print(*Work.objects.values_list("state", "attempts").get(task="testing.slow"))
else:
    worker.run(threading.Event())
"""


class House:
    """An installation of its own in a temporary directory, used through processes alone."""

    def __init__(self, home: Path) -> None:
        self.notes = home / "notes"
        self.program = home / "program.py"
        self.program.write_text(PROGRAM)
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "stadtherz.project.settings",
            "STADTHERZ_HOME": str(home),
            "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
        }
        self.workers: list[subprocess.Popen[bytes]] = []
        command = [sys.executable, "-m", "django", "migrate", "-v0"]
        subprocess.run(command, env=self.environment, check=True, cwd=home)

    def ask(self, *words: str) -> str:
        command = [sys.executable, str(self.program), words[0], str(self.notes), *words[1:]]
        return subprocess.run(
            command, env=self.environment, check=True, capture_output=True, text=True
        ).stdout.strip()

    def start_worker(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, str(self.program), "work", str(self.notes)]
        process = subprocess.Popen(command, env=self.environment, stderr=subprocess.DEVNULL)
        self.workers.append(process)
        return process

    def until_notes(self, lines: int, *, within_s: float = 20) -> list[str]:
        end = time.monotonic() + within_s
        while time.monotonic() < end:
            if self.notes.exists() and len(found := self.notes.read_text().splitlines()) >= lines:
                return found
            time.sleep(0.05)
        raise AssertionError("the work was not taken up")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    for process in made.workers:
        process.kill()
        process.wait()


def test_killed_workers_work_is_finished_by_another_at_once(house: House) -> None:
    house.ask("queue", "60")
    first = house.start_worker()
    house.until_notes(1)
    second = house.start_worker()
    time.sleep(2.5)  # long enough for the second one to look more than once
    assert len(house.until_notes(1)) == 1, "a living worker's work is left alone"
    first.send_signal(signal.SIGKILL)
    first.wait()
    killed_s = time.monotonic()
    notes = house.until_notes(3)
    assert time.monotonic() - killed_s < 10, "far sooner than the lease of 30 s"
    assert notes == [f"began {first.pid}", f"began {second.pid}", f"ended {second.pid}"]
    end = time.monotonic() + 5
    while house.ask("state") != "done 2":
        assert time.monotonic() < end
