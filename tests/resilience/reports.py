"""From a simulated detector's report in the bridge to every connected event stream.

One installation runs; its bridge has a witness (see `witness`). Readers hear the public stream as
browsers do. The clock starts before the round in which the detector reports, and stops when the
message that shows the lamp brighter than before has arrived.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from stadtherz.lib.lightwave import decode_delta

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.journeys.conftest import House

ROOT = Path(__file__).parents[2]
TOPIC = "lights.town"
SETTLE_S = 5.0
"""Reports of the last seconds may still be on their way, and are left out."""


@dataclass
class Reader:
    """One browser's stream: what it heard, and when."""

    url: str
    heard: list[tuple[float, str, str]] = field(default_factory=list)
    is_open: threading.Event = field(default_factory=threading.Event)
    stop: threading.Event = field(default_factory=threading.Event)

    def listen(self) -> None:
        """Read until told to stop."""
        name = ""
        with httpx.stream("GET", self.url, timeout=60) as answer:
            for line in answer.raise_for_status().iter_lines():
                word, _, rest = line.partition(": ")
                if word == "event":
                    name = rest
                if word == "data" and name == "ready":
                    self.is_open.set()
                if word == "data" and name == TOPIC:
                    told = json.loads(rest)
                    self.heard.append((time.monotonic(), told["delta"], told["clock"]))
                if self.stop.is_set():
                    return


@dataclass(frozen=True, kw_only=True)
class Observed:
    """What the bridge noted and what each reader heard."""

    rises: list[tuple[float, int, int]]
    told: list[tuple[str, str]]
    readers: list[list[tuple[float, str, str]]]

    def lateness_s(self) -> list[list[float]]:
        """For each reader: seconds from each report to the lamp's rise; inf if it never came."""
        return [_late(self.rises, heard) for heard in self.readers]


def _late(rises: list[tuple[float, int, int]], heard: list[tuple[float, str, str]]) -> list[float]:
    """Seconds from each report until the lamp was heard of as brighter than before."""
    brighter: dict[int, list[tuple[float, int]]] = {}
    for at_s, delta, _ in heard:
        lamps, levels, _known = decode_delta(base64.b64decode(delta))
        for lamp, level in zip(lamps.tolist(), levels.tolist(), strict=True):
            brighter.setdefault(lamp, []).append((at_s, level))
    return [
        next(
            (at_s - begun_s for at_s, level in brighter.get(lamp, ())
             if at_s > begun_s and level > before),
            float("inf"),
        )
        for begun_s, lamp, before in rises
    ]  # fmt: skip


@contextmanager
def witnessed(house: House) -> Iterator[Path]:
    """Have the house's bridge run with a witness; yields the file of its notes."""
    notes = house.home / "witness.jsonl"
    house.stop("bridge")
    with (house.home / "bridge.log").open("ab") as log:
        house.processes["bridge"] = subprocess.Popen(
            [sys.executable, "-m", "tests.resilience.witness", str(notes)],
            env=house.environment | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
            | {"DJANGO_SETTINGS_MODULE": "stadtherz.project.settings"},
            stdout=log,
            stderr=log,
        )  # fmt: skip
    try:
        yield notes
    finally:
        house.stop("bridge")
        house.start("bridge")


def observed(house: House, notes: Path, *, readers: int, seconds: float) -> Observed:
    """Let readers listen for so long, once the bridge tells something."""
    made = [Reader(f"{house.url}/live?topics={TOPIC}") for _ in range(readers)]
    threads = [threading.Thread(target=reader.listen, daemon=True) for reader in made]
    for thread in threads:
        thread.start()
    until_s = time.monotonic() + 60
    while not all(reader.is_open.is_set() and reader.heard for reader in made):
        if time.monotonic() > until_s:
            raise TimeoutError(f"nothing is told:\n{house.log('bridge')}")
        time.sleep(0.1)
    from_s = time.monotonic()
    time.sleep(seconds + SETTLE_S)
    for reader in made:
        reader.stop.set()
    for thread in threads:
        thread.join(20)
    lines = [json.loads(line) for line in notes.read_text().splitlines(keepends=True)
             if line.endswith("\n")]  # fmt: skip
    return Observed(
        rises=[
            (line["at"], lamp, before)
            for line in lines
            if "rises" in line and from_s < line["at"] < from_s + seconds
            for lamp, before in line["rises"]
        ],
        told=[(line["told"][0], line["told"][1]) for line in lines if "told" in line],
        readers=[reader.heard for reader in made],
    )
