"""Light on a road: point-luminaires per second and deviation beside Radiance, same run.

Figures are medians in millions per second on two threads:

* ``direct``: horizontal illuminance of points times luminaires, float32; ``direct_double`` float64;
* ``luminance``: the same with the r-table and one observer, float32;
* ``influence``: values of the matrix of a town's fields that are not zero, times dimming states;
  ``influence_single`` one state at a time;
* ``roads_per_s``: whole EN 13201-3 roads (all figures, two observers), one thread, double.

Peer: rtrace of Radiance (pyradiance, installed from the package index into a temporary
environment) on two processes. Illuminance is compared on every luminaire of the catalogue, on every
point of one field that gets at least a thousandth of its average.

    python bench/photometry.py [--json] [--rounds 7]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from stadtherz.lib.luminaire import Intensities

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "bench")]

from _radiance import PEER, Radiance, full_turn  # noqa: E402 - path first

from stadtherz.lib.luminaire import luminaire_of, read, write_ies  # noqa: E402
from stadtherz.lib.luminaire.catalogue import CATALOGUE  # noqa: E402
from stadtherz.lib.photometry.illuminance import horizontal  # noqa: E402
from stadtherz.lib.photometry.influence import Scene, carriageway_influence  # noqa: E402
from stadtherz.lib.photometry.installation import Installation  # noqa: E402
from stadtherz.lib.photometry.kernel import summed  # noqa: E402
from stadtherz.lib.photometry.lamps import Lamps  # noqa: E402
from stadtherz.lib.photometry.layout import RoadLayout  # noqa: E402
from stadtherz.lib.photometry.luminance import Luminance  # noqa: E402
from stadtherz.lib.photometry.observers import Observer  # noqa: E402
from stadtherz.lib.photometry.reflection import R3  # noqa: E402
from stadtherz.lib.photometry.road import calculate  # noqa: E402
from stadtherz.lib.photometry.rows import Row  # noqa: E402
from stadtherz.lib.photometry.town import Stack, stacked  # noqa: E402

HANDS = 2
LAMPS, POINTS = 60, 16_000
SPACING_M, HEIGHT_M, OVERHANG_M = 30.0, 8.0, 0.5
FIELDS, STATES = 400, 16
DARKEST_SHARE = 1e-3
HALF_TURNED_DEG = 90  # files that begin there are misread by the peer


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="one JSON line")
    parser.add_argument("--rounds", type=int, default=7, help="of every figure")
    chosen = parser.parse_args()
    files = {each.key: as_bytes(write_ies(each.ies())) for each in CATALOGUE}
    lights = {key: luminaire_of(read(content)).intensities for key, content in files.items()}
    files |= {
        each.key: full_turn(lights[each.key])
        for each in CATALOGUE
        if each.ies().horizontal_deg[0] == HALF_TURNED_DEG
    }
    light = next(iter(lights.values()))
    figures = {**direct(light, chosen.rounds), **town(light, chosen.rounds)}
    with tempfile.TemporaryDirectory(prefix="stadtherz-bench-") as folder:
        radiance = Radiance.prepared(Path(folder))
        deviations = {key: deviation(radiance, key, files[key], lights[key]) for key in files}
        peer = peer_speed(radiance, next(iter(files)), next(iter(files.values())))
    line = {
        "bench": "photometry",
        "figures": {**figures, "deviation_percent": deviations},
        "peers": {f"rtrace of {PEER}, {HANDS} processes": round(peer, 3)},
        "ratios": {
            "direct_to_radiance": round(figures["direct"] / peer, 1),
            "largest_deviation_percent": max(deviations.values()),
        },
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, CPython "
        f"{platform.python_version()}, NumPy {np.__version__}",
    }
    print(json.dumps(line) if chosen.json else table(line))


def direct(light: Intensities, rounds: int) -> dict[str, float]:
    """Millions of point-luminaires per second of the direct kernel."""
    lamps, (x_m, y_m) = row_of(light), points()
    view = Luminance(
        x_m=x_m, y_m=y_m, observer=Observer(x_m=-60.0, y_m=1.75), surface=R3, rules=None
    )
    with ThreadPoolExecutor(HANDS) as hands:

        def rate(quantity: Any, dtype: type) -> float:
            return (
                LAMPS
                * POINTS
                / 1e6
                / median_s(
                    lambda: summed(x_m, y_m, lamps, quantity, dtype=dtype, executor=hands), rounds
                )
            )

        return {
            "direct": round(rate(horizontal(None), np.float32), 1),
            "direct_double": round(rate(horizontal(None), np.float64), 1),
            "luminance": round(rate(view, np.float32), 1),
        }


def town(light: Intensities, rounds: int) -> dict[str, float]:
    """Millions per second through influence matrices, and whole roads per second."""
    installation = Installation(
        road=RoadLayout(width_m=7.0),
        rows=(Row(luminaire=light, spacing_m=33.0, height_m=HEIGHT_M, overhang_m=OVERHANG_M),),
        maintenance_factor=0.8,
    )
    field = carriageway_influence(Scene.of(installation))
    (stack,) = stacked([field] * FIELDS)
    found = {
        name: influence_rate(stack, states, rounds)
        for name, states in (("influence", STATES), ("influence_single", 1))
    }
    return {**found, "roads_per_s": round(1 / median_s(lambda: calculate(installation), rounds))}


def influence_rate(stack: Stack, states: int, rounds: int) -> float:
    """Millions of non-zero values times states per second; halves of the town in two threads."""
    halves = list(stack.split(HANDS))
    level = np.random.default_rng(1).uniform(0, 1, (states, int(stack.far.lamps.max()) + 1))
    with ThreadPoolExecutor(HANDS) as hands:

        def work() -> None:
            list(hands.map(lambda half: half.values(level), halves))

        return round(stack.pairs * states / 1e6 / median_s(work, rounds), 1)


def deviation(radiance: Radiance, key: str, ies: bytes, light: Intensities) -> float:
    """Largest deviation of a point's illuminance from Radiance's, in percent."""
    x_m, y_m = (each.ravel() for each in np.meshgrid(np.arange(300.0, 330), np.arange(-4, 11.0)))
    octree = radiance.scene(key, ies, places())
    expected, _ = radiance.illuminance(octree, x_m, y_m, processes=1)
    found = summed(x_m, y_m, row_of(light), horizontal(None))
    lit = expected > DARKEST_SHARE * expected.mean()
    return round(float(np.abs(found[lit] / expected[lit] - 1).max() * 100), 4)


def peer_speed(radiance: Radiance, key: str, ies: bytes) -> float:
    """Millions of point-luminaires per second of rtrace, median of three."""
    octree = radiance.scene(key, ies, places())
    seconds = [radiance.illuminance(octree, *points(), processes=HANDS)[1] for _ in range(3)]
    return LAMPS * POINTS / 1e6 / statistics.median(seconds)


def places() -> list[tuple[float, float, float]]:
    """One row of lamps."""
    return [(number * SPACING_M, OVERHANG_M, HEIGHT_M) for number in range(LAMPS)]


def row_of(light: Intensities) -> Lamps:
    """The same row for our kernel."""
    x_m, y_m, height_m = np.array(places()).T
    return Lamps.of((light,), x_m, y_m, height_m)


def points() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points all over the road."""
    rng = np.random.default_rng(1)
    return rng.uniform(0, LAMPS * SPACING_M, POINTS), rng.uniform(-4, 11, POINTS)


def as_bytes(content: bytes | str) -> bytes:
    """A file's content as it lies on disk."""
    return content if isinstance(content, bytes) else content.encode("latin-1")


def median_s(work: Callable[[], object], rounds: int) -> float:
    """Seconds of a call, median, after one that warms up."""
    work()
    taken = []
    for _ in range(rounds):
        begun_s = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun_s)
    return statistics.median(taken)


def table(line: dict[str, Any]) -> str:
    """Lay the figures out for people."""
    figures = dict(line["figures"])
    deviations = figures.pop("deviation_percent")
    rows = [f"{name:<34} {value:>10}" for name, value in {**figures, **line["peers"]}.items()]
    rows += [f"{'deviation % ' + key:<34} {value:>10}" for key, value in deviations.items()]
    return "\n".join([*rows, f"ratios {line['ratios']}", line["machine"]])


if __name__ == "__main__":
    main()
