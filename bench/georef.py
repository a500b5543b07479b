"""Direct georeferencing against a naive importer: how far neighbours disagree on the ground.

`figures` is this program (turned pictures found and turned back), `peers` an importer that takes
every picture as it lies in the file. Same photos, same matches, one run.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from pathlib import Path

import numpy as np

from stadtherz.lib.georef import Pair, Photo, disagreement_m, neighbours, orientations
from stadtherz.lib.pictures import Decision, grey, judge_alone, read_shot

ROOT = Path(__file__).resolve().parents[1]
FULL = ROOT.parent / "shared/data/drone-photos-brighton/images"
REDUCED = ROOT / "src/stadtherz/modules/lookout/demo_photos"


def measure(folder: Path) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """Return our figures and the peer's for one folder of photos."""
    files = [path.read_bytes() for path in sorted(folder.glob("*.JPG"))]
    begun = time.perf_counter()
    shots = [read_shot(data) for data in files]
    read_ms = (time.perf_counter() - begun) * 1e3 / len(files)
    photos = [Photo(s, grey(d, max_side_px=500)) for s, d in zip(shots, files, strict=True)]
    alone = [judge_alone(data, shot) for data, shot in zip(files, shots, strict=True)]
    begun = time.perf_counter()
    pairs = neighbours(photos)
    match_s = time.perf_counter() - begun
    found = [judged.decision for judged in orientations(photos, alone, pairs=pairs)]
    naive = [Decision.AS_SHOT] * len(files)
    figures = {
        "photos": float(len(files)),
        "turned_found": float(sum(decision.quarter_turns > 0 for decision in found)),
        "turned_found_by_one_file": float(sum(o.decision.quarter_turns > 0 for o in alone)),
        "read_ms_per_file": round(read_ms, 2),
        "neighbours_s": round(match_s, 2),
        **_spread(disagreement_m(photos, found, found, pairs)),
        **_in_line(photos, found, found, pairs),
    }
    peer = {
        **_spread(disagreement_m(photos, found, naive, pairs)),
        **_in_line(photos, found, naive, pairs),
    }
    return figures, {"naive importer": peer}


def main() -> None:
    """Print a table, or one JSON line with --json."""
    folder = FULL if FULL.is_dir() else REDUCED
    figures, peers = measure(folder)
    ratios = {
        name: round(value / figures[name], 1)
        for name, value in peers["naive importer"].items()
        if figures[name] > 0
    }
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    if "--json" in sys.argv:
        line = {"bench": "georef", "figures": figures, "peers": peers, "ratios": ratios}
        print(json.dumps({**line, "machine": machine}))
        return
    print(f"georef: {int(figures['photos'])} photos ({folder.name}); {machine}")
    print(f"{'':28}{'stadtherz':>12}{'naive':>12}{'ratio':>8}")
    for name, value in figures.items():
        other = peers["naive importer"].get(name, "")
        print(f"{name:28}{value:>12}{other:>12}{ratios.get(name, ''):>8}")


def _spread(metres: list[float], prefix: str = "") -> dict[str, float]:
    if not metres:
        return {}
    median, p90 = np.percentile(metres, [50, 90])
    return {
        f"{prefix}median_m": round(float(median), 2),
        f"{prefix}p90_m": round(float(p90), 2),
    }


def _in_line(
    photos: list[Photo], truth: list[Decision], tested: list[Decision], pairs: tuple[Pair, ...]
) -> dict[str, float]:
    """Return the same for photos taken one right after the other."""
    following = [pair for pair in pairs if pair.b - pair.a == 1]
    return _spread(disagreement_m(photos, truth, tested, following), "consecutive_")


if __name__ == "__main__":
    main()
