"""A whole installation for tests and measurements: `up` in a home of its own, on a free port."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[1]
Found = TypeVar("Found")


def wait_for(look: Callable[[], Found], *, what: str, within_s: float = 120) -> Found:
    """Look again and again until something is found; TimeoutError names what was not."""
    end_s = time.monotonic() + within_s
    while time.monotonic() < end_s:
        if found := look():
            return found
        time.sleep(0.2)
    raise TimeoutError(f"not within {within_s:g} s: {what}")


def free_port() -> int:
    """Return a port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class House:
    """One home and at most one running group in it."""

    def __init__(self, home: Path, port: int | None = None) -> None:
        self.home, self.port = home, port or free_port()
        self.address = f"http://localhost:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None
        self._log = home / "up.log"

    def environment(self) -> dict[str, str]:
        """Return our environment with this home, and nothing else of ours."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("STADTHERZ_", "DJANGO_"))}
        return {**kept, "STADTHERZ_HOME": str(self.home), "PYTHONPATH": str(ROOT / "src")}

    def command(self, *words: str, within_s: float = 120) -> subprocess.CompletedProcess[str]:
        """Run one command of the program in this home and keep what it says."""
        return subprocess.run(
            [sys.executable, "-m", "stadtherz.project.cli", *words],
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=within_s,
        )

    def said(self) -> str:
        """Return everything that `up` printed so far."""
        return self._log.read_text() if self._log.exists() else ""

    @contextmanager
    def running(self, within_s: float = 240) -> Iterator[str]:
        """Have the group run; yields the link that `up` prints, and stops it as Ctrl-C does."""
        words = [sys.executable, "-m", "stadtherz.project.cli", "up", "--port", str(self.port)]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                words, env=self.environment(), stdout=log, stderr=log, start_new_session=True
            )
        try:
            yield wait_for(self._link, what=f"a link from up in {self._log}", within_s=within_s)
        finally:
            self._process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(20)
            self._process.kill()
            self._process.wait()

    def _link(self) -> str:
        if self._process is not None and self._process.poll() is not None:
            raise RuntimeError(f"up ended by itself:\n{self.said()[-2000:]}")
        found = re.search(r"http://localhost:\d+/\S*\?key=\S+", self.said())
        return found[0] if found else ""

    def pid_of(self, role: str) -> int:
        """Return the process that plays web, worker or bridge now; 0 while there is none."""
        for place in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                words = (place / "cmdline").read_bytes().split(b"\0")
                above = int((place / "stat").read_text().rsplit(")", 1)[1].split()[1])
                if self._process and above == self._process.pid and words[-2:-1] == [role.encode()]:
                    return int(place.name)
        return 0
