"""One supervised child: start, watch, start again after a pause that grows."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

from .logs import pump

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
STEADY_AFTER_S = 20.0


@dataclass(frozen=True, kw_only=True)
class ChildPlan:
    """What to start: a name, a command, and what its environment has beyond ours."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


class Child:
    """One process that is kept running. All methods are called from one thread."""

    def __init__(self, plan: ChildPlan, logs: Path, console: TextIO, *, is_wordy: bool) -> None:
        self.plan = plan
        self.starts = 0
        self._logs = logs
        self._console = console
        self._is_wordy = is_wordy
        self._process: subprocess.Popen[str] | None = None
        self._begun_s = 0.0
        self._pause_s = FIRST_PAUSE_S
        self._due_s = 0.0

    @property
    def pid(self) -> int | None:
        """Process number while it runs."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start it in a process group of its own, so that we alone decide when it stops."""
        environment = os.environ | self.plan.environment | {"PYTHONUNBUFFERED": "1"}
        environment["STADTHERZ_SUPERVISOR"] = str(os.getpid())
        self._process = subprocess.Popen(
            self.plan.command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            process_group=0,
        )
        self.starts += 1
        self._begun_s = time.monotonic()
        assert self._process.stdout is not None  # noqa: S101 -- PIPE above; told to mypy
        threading.Thread(
            target=pump,
            args=(self._process.stdout, self.plan.name, self._logs, self._console),
            kwargs={"is_wordy": self._is_wordy},
            daemon=True,
        ).start()

    def attend(self) -> str | None:
        """Look after it once: notice its end, start it again when its pause is over.

        Returns:
            A sentence for the console when something changed, else None.

        """
        now_s = time.monotonic()
        if self._process is None:
            if now_s < self._due_s:
                return None
            self.start()
            return f"{self.plan.name} runs again (process {self.pid})"
        code = self._process.poll()
        if code is None:
            return None
        self._end_group(signal.SIGKILL)
        self._process = None
        if now_s - self._begun_s > STEADY_AFTER_S:
            self._pause_s = FIRST_PAUSE_S
        self._due_s, pause_s = now_s + self._pause_s, self._pause_s
        self._pause_s = min(self._pause_s * 2, LONGEST_PAUSE_S)
        return f"{self.plan.name} ended ({_how(code)}); again in {pause_s:g} s"

    def exit_code(self) -> int | None:
        """Give the exit code of a process that ran once, None while it runs."""
        return self._process.poll() if self._process else None

    def ask_to_stop(self) -> None:
        """Send SIGTERM to the process alone; it stops its own children in order."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def wait(self, timeout_s: float) -> None:
        """Wait for its end; past the time the whole group is killed."""
        if self._process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout_s)
        self._end_group(signal.SIGKILL)
        self._process.wait()
        self._process = None

    def _end_group(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        with suppress(ProcessLookupError):  # nobody of the group is left
            os.killpg(self._process.pid, number)


def _how(code: int) -> str:
    if code < 0:
        return f"signal {signal.Signals(-code).name}"
    return f"exit code {code}"
