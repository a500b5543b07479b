"""One tick of the light engine at three sizes, against memory bandwidth and against objects.

    python bench/tick.py [--json]

Three figures per size, medians in milliseconds: ``quiet`` (1 % of the lamps on a ramp), ``all``
(every lamp on a ramp: the worst tick) and ``night falls`` (every lamp gets a new target and a
command). ``ratio_to_copy`` divides ``all`` by the time that ``np.copyto`` needs in the same run to
move as many bytes as the state that the tick moves; ``ratio_with_output`` counts the bytes of the
changes it hands out as well. Peer: one Python object per lamp, at 17,500 lamps.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from stadtherz.lib.astro import Place
from stadtherz.lib.lightwave import (
    Calendar,
    Capability,
    Fleet,
    LightEngine,
    NightLevel,
    Programme,
    Replies,
    Schedule,
)

SIZES = (17_500, 250_000, 1_000_000)
PEER_SIZE = SIZES[0]
ROUNDS = 15
HANDED_OUT_BYTES = 27
"""Per changed lamp: 10 read again and 15 written for the changes, 2 for the news marks."""
NIGHT_S = 1_792_528_200.0  # 2026-10-20 20:30 UTC, dark
PLACE = Place(latitude_deg=49.44, longitude_deg=7.77, zone=ZoneInfo("Europe/Berlin"))
CALENDAR = Calendar(default=Programme(key="night", first=NightLevel(level_percent=60)))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="one JSON line")
    as_json = parser.parse_args().json
    figures = {str(size): measure(size) for size in SIZES}
    peer_ms = median_ms(Objects(PEER_SIZE).tick, ROUNDS)
    ratios = {
        "objects_to_arrays_17500": round(peer_ms / figures[str(PEER_SIZE)]["all_ms"], 1),
        "all_to_copy": {size: found["ratio_to_copy"] for size, found in figures.items()},
        "growth_250000_to_1000000": round(
            figures[str(SIZES[2])]["all_ms"] / figures[str(SIZES[1])]["all_ms"], 2
        ),
    }
    line = {
        "bench": "tick",
        "figures": figures,
        "peers": {"python_objects_17500_ms": round(peer_ms, 2)},
        "ratios": ratios,
        "machine": machine(),
    }
    print(json.dumps(line) if as_json else table(line))


def measure(size: int) -> dict[str, float]:
    """Measure the ticks of ``size`` lamps, and the copy of as many bytes beside them."""
    town = engine(size)
    falls_ms = once_ms(lambda: town.tick(NIGHT_S))
    settle(town)
    moved = town.state.bytes_moved_per_tick
    handed_out = size * HANDED_OUT_BYTES
    quiet, full, copies = [], [], []
    source, target = np.ones(moved // 2, np.uint8), np.empty(moved // 2, np.uint8)
    now_s = NIGHT_S + 10.0
    for _ in range(ROUNDS):
        for share, taken in ((100, quiet), (1, full)):
            put_on_ramp(town, share)
            now_s += 0.25
            taken.append(once_ms(lambda now_s=now_s: town.tick(now_s)))
        copies.append(once_ms(lambda: np.copyto(target, source)))
    all_ms, copy_ms = statistics.median(full), statistics.median(copies)
    return {
        "quiet_ms": round(statistics.median(quiet), 3),
        "all_ms": round(all_ms, 3),
        "night_falls_ms": round(falls_ms, 1),
        "bytes_moved": moved,
        "copy_ms": round(copy_ms, 4),
        "copy_gb_per_s": round(moved / copy_ms / 1e6, 2),
        "ratio_to_copy": round(all_ms / copy_ms, 2),
        "ratio_with_output": round(all_ms / (copy_ms * (moved + handed_out) / moved), 2),
    }


def engine(size: int) -> LightEngine:
    """Make a town of ``size`` addressable lamps."""
    fleet = Fleet.of(size, capability=Capability.PRESENCE_CAPABLE, floor_percent=20.0)
    return LightEngine(fleet=fleet, schedule=Schedule(fleet, (CALENDAR,), PLACE))


def settle(town: LightEngine) -> None:
    """Let every lamp answer and arrive."""
    everyone = np.arange(len(town.fleet), dtype=np.intp)
    none = np.empty(0, dtype=np.int32)
    town.reply(
        Replies(lamps=everyone, level_percent=town.state.target.copy(), circuits=none), NIGHT_S
    )
    town.tick(NIGHT_S + 5.0)


def put_on_ramp(town: LightEngine, share: int) -> None:
    """Set every ``share``-th lamp 40 percent below its target, all others at it."""
    state = town.state
    state.level[:] = state.target
    state.moving[:] = False
    state.level[::share] -= np.float32(40.0)
    state.moving[::share] = True
    state.rate[:] = 10.0
    state.shown[:] = (state.level + np.float32(0.5)).astype(np.uint8)


class Lamp:
    """The peer's lamp: rungs, target and level as attributes."""

    def __init__(self) -> None:
        self.wanted: list[float | None] = [None, None, None, None, 60.0, 100.0]
        self.floor, self.level, self.shown = 20.0, 20.0, 20

    def tick(self, seconds: float) -> bool:
        """Resolve the ladder and move the level; True if the whole percent changed."""
        wish = next(level for level in self.wanted if level is not None)
        way = max(wish, self.floor) - self.level
        reach = 10.0 * seconds
        self.level += max(-reach, min(reach, way))
        whole = int(self.level + 0.5)
        changed, self.shown = whole != self.shown, whole
        return changed


class Objects:
    """A town of Python objects."""

    def __init__(self, size: int) -> None:
        self.lamps = [Lamp() for _ in range(size)]

    def tick(self) -> list[int]:
        """Give the lamps that changed."""
        return [number for number, lamp in enumerate(self.lamps) if lamp.tick(0.25)]


def once_ms(work: Callable[[], object]) -> float:
    """Time one call in milliseconds."""
    start = time.perf_counter_ns()
    work()
    return (time.perf_counter_ns() - start) / 1e6


def median_ms(work: Callable[[], object], rounds: int) -> float:
    """Give the median of ``rounds`` calls in milliseconds."""
    return statistics.median(once_ms(work) for _ in range(rounds))


def machine() -> dict[str, object]:
    """Name what it ran on."""
    return {
        "cpus": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "numpy": np.__version__,
    }


def table(line: dict[str, object]) -> str:
    """Lay the figures out for people."""
    figures = line["figures"]
    assert isinstance(figures, dict)
    names = list(next(iter(figures.values())))
    rows = [f"{'lamps':>10} " + " ".join(f"{name:>15}" for name in names)]
    rows += [
        f"{size:>10} " + " ".join(f"{found[name]:>15}" for name in names)
        for size, found in figures.items()
    ]
    return "\n".join([*rows, f"peers  {line['peers']}", f"ratios {line['ratios']}"])


if __name__ == "__main__":
    main()
