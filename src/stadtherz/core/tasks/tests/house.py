"""A small installation of its own for tests that kill: one driver, two workers, real processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

Found = TypeVar("Found")

SETTINGS = """
from stadtherz.project.settings import *
INSTALLED_APPS = [*INSTALLED_APPS, "slow_work.SlowWork"]
"""
SLOW_WORK = """
import os, time
from pathlib import Path
from django.apps import AppConfig

def slow(progress, notes, seconds):
    note(notes, f"began {os.getpid()}")
    end = time.monotonic() + (seconds if progress.attempt == 1 else 0.1)
    while time.monotonic() < end:
        progress.report(0.5, "halfway")
        time.sleep(0.02)
    note(notes, f"ended {os.getpid()}")

def note(notes, words):
    with Path(notes).open("a") as f:
        f.write(words + "\\n")

class SlowWork(AppConfig):
    name = "slow_work"

    def ready(self):
        from stadtherz.core.tasks.contract import task
        task("testing.here", lease_s=30)(slow)
        task("testing.apart", lease_s=30, in_child=True)(slow)
"""
WORKER = """
import os, sys, threading
import django
django.setup()
from stadtherz.core.tasks import worker
from slow_work import note

claim = worker.claim

def noted(*arguments):
    found = claim(*arguments)
    note(f"{sys.argv[1]}/looks-{os.getpid()}", "looked")
    return found

worker.claim = noted
worker._POLL_S = 0.2
worker.run(threading.Event())
"""
DRIVER = """
import json, sys
import django
django.setup()
from uuid import UUID
from django.core.management import call_command
from stadtherz.core.journal.contract import Actor
from stadtherz.core.tasks import actions
from stadtherz.core.tasks.models import Work
from stadtherz.core.tasks.queueing import enqueue
from stadtherz.core.tasks.registering import TASKS

ANNA = Actor(kind="person", id=UUID(int=7))
call_command("migrate", verbosity=0)
print(json.dumps("ready"), flush=True)
for line in sys.stdin:
    word, *rest = json.loads(line)
    if word == "queue":
        said = str(enqueue(TASKS[rest[0]], *rest[1:], by=ANNA).id)
    else:
        work = Work.objects.get(id=rest[0])
        if word == "cancel":
            actions.cancel(work, by=ANNA)
        said = [work.state, work.attempts, work.progress, work.message]
    print(json.dumps(said), flush=True)
"""


def until(look: Callable[[], Found], what: str, *, within_s: float = 60) -> Found:
    """Look again and again until something is found."""
    end_s = time.monotonic() + within_s
    while time.monotonic() < end_s:
        if found := look():
            return found
        time.sleep(0.03)
    raise AssertionError(f"not within {within_s:g} s: {what}")


def lines(path: Path) -> list[str]:
    """The lines of a file, none while it is not there."""
    with suppress(FileNotFoundError):
        return path.read_text().splitlines()
    return []


class House:
    """Settings, a task that is slow in its first try, a driver that queues, and workers."""

    def __init__(self, home: Path) -> None:
        self.home = home
        for name, text in (
            ("house_settings", SETTINGS),
            ("slow_work", SLOW_WORK),
            ("worker", WORKER),
            ("driver", DRIVER),
        ):
            (home / f"{name}.py").write_text(text)
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "house_settings",
            "STADTHERZ_HOME": str(home / "home"),
            "PYTHONPATH": os.pathsep.join([str(home), *(p for p in sys.path if p)]),
        }
        self.driver = self._started("driver", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.workers: list[subprocess.Popen[str]] = []
        assert self._answer() == "ready"

    def queue(self, task: str, notes: Path, seconds: float) -> str:
        """Queue the slow task; gives its id."""
        return str(self._ask("queue", task, str(notes), seconds))

    def state(self, work_id: str) -> list[Any]:
        """State, attempts, progress and message."""
        return list(self._ask("state", work_id))

    def cancel(self, work_id: str) -> None:
        """Ask for its end, as its owner."""
        self._ask("cancel", work_id)

    def has_two_workers(self) -> None:
        """See to two living workers, each of which has looked for work since now."""
        self.workers = [one for one in self.workers if one.poll() is None]
        while len(self.workers) < 2:
            self.workers.append(self._started("worker", str(self.home)))
        self.look(one.pid for one in self.workers)

    def look(self, pids: Iterable[int], *, times: int = 2) -> None:
        """Wait until each of these workers has looked so often from now on."""
        for path in [self.home / f"looks-{pid}" for pid in pids]:
            wanted = len(lines(path)) + times
            until(lambda path=path, wanted=wanted: len(lines(path)) >= wanted, f"{path} grows")

    def end(self) -> None:
        """Leave no process behind."""
        for process in [*self.workers, self.driver]:
            process.kill()
            process.communicate()

    def _started(self, name: str, *words: str, **pipes: int) -> subprocess.Popen[str]:
        command = [sys.executable, str(self.home / f"{name}.py"), *words]
        quiet = {} if name == "driver" else {"stderr": subprocess.DEVNULL}
        return subprocess.Popen(command, env=self.environment, text=True, **quiet, **pipes)

    def _ask(self, *words: object) -> Any:
        assert self.driver.stdin is not None
        self.driver.stdin.write(json.dumps(words) + "\n")
        self.driver.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self.driver.stdout is not None
        return json.loads(self.driver.stdout.readline())
