"""From a fresh clone with a warm package cache to the first page; then a second start.

Peers in the same run: `uv pip sync` of the same lock into an empty environment (the floor that
any installation pays) and `django-admin startproject` with `runserver` to its first page.
Medians; of the silences between two lines of a start, the longest of all.

    python bench/first_page.py [--json] [--rounds 3]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from tools.house import ROOT, free_port, wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LINK = re.compile(r"http://localhost:\d+/\S*\?key=\S+")
HOME = Path(os.environ.get("STADTHERZ_HOME", ROOT / ".stadtherz"))
CACHES = {
    "UV_CACHE_DIR": os.environ.get("UV_CACHE_DIR", str(HOME / "cache/uv")),
    "PIP_CACHE_DIR": os.environ.get("PIP_CACHE_DIR", str(HOME / "cache/pip")),
}
WITHIN_S = 600
OURS = ("first_start_s", "second_start_s", "stop_s")


def main() -> None:
    """Measure ours and the peers in turn, print a table or one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    told = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # ends what it started, as Ctrl-C does
    seconds: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="sh-first-page-") as folder:
        round_of_all(Path(folder) / "warm", {})  # what the caches lack is fetched here
        for number in range(told.rounds):
            round_of_all(Path(folder) / str(number), seconds)
    medians = {name: round(statistics.median(times), 2) for name, times in seconds.items()}
    ours = {name: medians[name] for name in OURS}
    ours["longest_silence_s"] = round(max(seconds["silence_s"]), 2)
    floor, plain = medians["sync_s"], medians["plain_django_s"]
    line: dict[str, Any] = {
        "bench": "first-page",
        "figures": {**ours, "rounds": told.rounds},
        "peers": {"uv pip sync of the lock": floor, "django startproject + runserver": plain},
        "ratios": {
            "first_start / uv pip sync": round(ours["first_start_s"] / floor, 2),
            "second_start / plain Django": round(ours["second_start_s"] / plain, 2),
        },
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, CPython "
        f"{platform.python_version()}",
    }
    print(json.dumps(line) if told.json else table(line))


def round_of_all(folder: Path, seconds: dict[str, list[float]]) -> None:
    """Measure everything once in an empty folder; add the seconds to the lists."""
    folder.mkdir()
    clone, home = folder / "clone", folder / "home"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    measures: dict[str, Callable[[], float]] = {
        "first_start_s": lambda: start(clone, home, seconds),
        "second_start_s": lambda: start(clone, home, seconds),
        "sync_s": lambda: sync(clone, home, folder / "floor"),
        "plain_django_s": lambda: plain_django(home / "env-runtime/bin/python", folder / "plain"),
    }
    for name, measure in measures.items():
        seconds.setdefault(name, []).append(measure())
    shutil.rmtree(folder)


def start(clone: Path, home: Path, seconds: dict[str, list[float]]) -> float:
    """Return the seconds from typing `./stadtherz up` to the first page's last byte.

    Adds the longest time without a line, and the seconds from Ctrl-C to the end.
    """
    port = free_port()
    begun_s = time.perf_counter()
    with process([str(clone / "stadtherz"), "up", "--port", str(port)], home) as told:
        link = wait_for(told.link, what="the link that up prints", within_s=WITHIN_S)
        answered(link)
        took_s = time.perf_counter() - begun_s
        asked_s = time.perf_counter()
        told.process.send_signal(signal.SIGINT)
        if told.process.wait(20):
            raise RuntimeError(f"up ended with {told.process.returncode}:\n{told.end()}")
        seconds.setdefault("stop_s", []).append(time.perf_counter() - asked_s)
    seconds.setdefault("silence_s", []).append(told.silence_s(begun_s))
    return took_s


class Told:
    """A process and what it said, line by line, with the moment of each."""

    def __init__(self, running: subprocess.Popen[str]) -> None:
        self.process = running
        self.lines: list[tuple[float, str]] = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self.lines.append((time.perf_counter(), line))

    def link(self) -> str:
        """Return the link that `up` printed, empty before it did; RuntimeError when it ended."""
        found = LINK.search(self.end())
        if not found and self.process.poll() is not None:
            raise RuntimeError(f"up ended by itself:\n{self.end()}")
        return found[0] if found else ""

    def end(self) -> str:
        """Return the last lines."""
        return "".join(line for _, line in self.lines[-20:])

    def silence_s(self, begun_s: float) -> float:
        """Return the longest time without a line, from the start to the link."""
        until = next(i for i, (_, line) in enumerate(self.lines) if LINK.search(line))
        moments = [begun_s, *(moment for moment, _ in self.lines[: until + 1])]
        return max(after - before for before, after in pairwise(moments))


def sync(clone: Path, home: Path, target: Path) -> float:
    """Return the seconds of installing the same lock into an empty environment, nothing else."""
    environment = {**os.environ, **CACHES}
    begun_s = time.perf_counter()
    subprocess.run([str(base_python()), "-m", "venv", "--without-pip", str(target)], check=True)
    subprocess.run(
        [
            *(str(home / "installer/bin/uv"), "pip", "sync", "--quiet", "--require-hashes"),
            *("--python", str(target / "bin/python"), str(clone / "locks/runtime.txt")),
        ],
        check=True,
        env=environment,
    )
    return time.perf_counter() - begun_s


def base_python() -> Path:
    """Return the Python that environments are made from."""
    return Path(sys.base_prefix) / f"bin/python{sys.version_info.major}.{sys.version_info.minor}"


def plain_django(python: Path, folder: Path) -> float:
    """Return the seconds of an empty Django project to its first page, already installed."""
    folder.mkdir()
    port = free_port()
    begun_s = time.perf_counter()
    subprocess.run([str(python), "-m", "django", "startproject", "plain", str(folder)], check=True)
    command = [str(python), str(folder / "manage.py"), "runserver", "--noreload", str(port)]
    with process(command, folder / "home"):
        wait_for(lambda: answers(f"http://localhost:{port}/"), what="plain Django's page")
        return time.perf_counter() - begun_s


def answers(address: str) -> bool:
    """Whether somebody answers there by now."""
    try:
        answered(address)
    except OSError:
        return False
    return True


def answered(address: str) -> None:
    """Fetch a whole page as a browser does, cookies and all; OSError when there is none."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with browser.open(address, timeout=30) as answer:
        answer.read()


@contextmanager
def process(command: list[str], home: Path) -> Iterator[Told]:
    """Have a command run; ends it as Ctrl-C does, and then whatever is left of its group.

    The processes that `up` starts end with it by themselves, however it ends.
    """
    home.mkdir(exist_ok=True)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("STADTHERZ_", "DJANGO_"))}
    kept.pop("PYTHONPATH", None)
    running = subprocess.Popen(
        command,
        env={**kept, **CACHES, "STADTHERZ_HOME": str(home)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield Told(running)
    finally:
        if running.poll() is None:
            running.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            running.wait(20)
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()


def table(line: dict[str, Any]) -> str:
    """Write the medians for a person."""
    parts = ("figures", "peers", "ratios")
    rows = [f"{name:<34} {value:8.2f}" for part in parts for name, value in line[part].items()]
    return "\n".join([*rows, f"machine: {line['machine']}"])


if __name__ == "__main__":
    main()
