"""Radiance as a judge of illuminance: an environment of its own, a scene of lamps, rtrace.

Its own program ies2rad reads the luminaire's IES file, so reading and orientation are judged too.
Every luminaire becomes a sphere of 1 cm radius. Used by `bench/photometry.py`.

A quirk of ies2rad 5.x and 6.x: of files whose horizontal angles run from 90 to 270 degrees it shows
the value of plane 270 at 90 degrees and the other way round (three planes of 900, 1800 and 2700 cd
show it). Give it such luminaires by `full_turn`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from stadtherz.lib.luminaire import Intensities

PEER = "pyradiance==1.3.1"
LUMENS_PER_WATT = 179.0
GREY = np.array([0.265, 0.670, 0.065])
TRACE = ["-h", "-faf", "-I", "-ab", "0", "-dt", "0", "-dc", "1", "-dj", "0", "-ds", "0"]
IES_TO_ROAD_DEG = 90
"""IES files of road luminaires have 0 degrees towards the street, which is +y here."""


def full_turn(light: Intensities) -> bytes:
    """A bare IES file with all planes from 0 to 360 degrees, 0 towards the street."""
    table = light.turned(-IES_TO_ROAD_DEG)
    numbers = (table.gamma_deg, table.c_deg, *table.intensity_cd)
    head = f"1 -1 1 {table.gamma_deg.size} {table.c_deg.size} 1 2 0 0 0\n1 1 0"
    rows = "\n".join(" ".join(f"{value:.9g}" for value in row) for row in numbers)
    return f"IESNA:LM-63-2002\nTILT=NONE\n{head}\n{rows}\n".encode()


@dataclass(frozen=True)
class Radiance:
    """Radiance's programs in one directory."""

    folder: Path
    programs: Path

    @classmethod
    def prepared(cls, folder: Path) -> Radiance:
        """Install the peer from the package index into an environment below ``folder``."""
        base = (
            Path(sys.base_prefix) / f"bin/python{sys.version_info.major}.{sys.version_info.minor}"
        )
        environment = folder / "peer"
        subprocess.run([str(base), "-m", "venv", str(environment)], check=True)
        python = environment / "bin/python"
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, PEER], check=True, stderr=subprocess.DEVNULL)
        where = "import importlib.util as u; print(u.find_spec('pyradiance').origin)"
        found = subprocess.run(
            [str(python), "-c", where], check=True, capture_output=True, text=True
        )
        return cls(folder, Path(found.stdout.strip()).parent)

    def scene(self, key: str, ies: bytes, places: Sequence[tuple[float, float, float]]) -> Path:
        """Compile lamps of one IES file at places (x, y, height); return the octree."""
        (self.folder / f"{key}.ies").write_bytes(ies)
        self._run("ies2rad", "-dm", "-i", "0.01", "-o", key, f"{key}.ies")
        lines = [
            f"!xform -rz {IES_TO_ROAD_DEG} -t {x:.6f} {y:.6f} {height:.6f} {key}.rad"
            for x, y, height in places
        ]
        (self.folder / f"{key}.scene").write_text("\n".join(lines) + "\n")
        octree = self.folder / f"{key}.oct"
        octree.write_bytes(self._run("oconv", f"{key}.scene"))
        return octree

    def illuminance(
        self, octree: Path, x_m: NDArray[np.float64], y_m: NDArray[np.float64], *, processes: int
    ) -> tuple[NDArray[np.float64], float]:
        """Horizontal illuminance on the road in lux, and the seconds that rtrace took."""
        up = np.zeros((x_m.size, 6))
        up[:, 0], up[:, 1], up[:, 5] = x_m, y_m, 1
        texts = [
            "\n".join(" ".join(f"{value:.6f}" for value in row) for row in part).encode()
            for part in np.array_split(up, processes)
        ]
        begun_s = time.perf_counter()
        with ThreadPoolExecutor(processes) as pool:
            answers = list(
                pool.map(lambda text: self._run("rtrace", *TRACE, octree.name, given=text), texts)
            )
        seconds = time.perf_counter() - begun_s
        rgb = np.frombuffer(b"".join(answers), np.float32).reshape(-1, 3)
        return rgb @ GREY * LUMENS_PER_WATT, seconds

    def _run(self, program: str, *arguments: str, given: bytes = b"") -> bytes:
        tools = self.programs / "bin"
        environment = {
            **os.environ,
            "RAYPATH": f".:{self.programs / 'lib'}",
            "PATH": f"{tools}:{os.environ['PATH']}",
        }
        ran = subprocess.run(
            [str(tools / program), *arguments],
            cwd=self.folder,
            input=given,
            capture_output=True,
            check=False,
            env=environment,
        )
        if ran.returncode:
            sys.exit(f"{program} failed: {ran.stderr.decode()}")
        return ran.stdout
