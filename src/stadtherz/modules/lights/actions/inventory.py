"""What is assumed of derived lamps: types, nights, circuits, and what can command them.

Assumptions of the demo, not data of any town: docs/modules/lights.md says so, every lamp carries
`position_is_derived`. They are deterministic: the same pack gives the same register.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from stadtherz.lib.streetgraph import CLASSES
from stadtherz.modules.lights.models import Capability

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from stadtherz.lib.streetgraph import DerivedLamps, StreetGraph

PRESENCE_RADIUS_M = 900.0
PRESENCE_CLASSES = frozenset({"residential", "living_street", "pedestrian", "footway"})
CELL_M = 450.0
"""Side of the square that one cabinet serves."""

TYPES: dict[str, dict[str, Any]] = {
    "led-main": {
        "label": "LED-Ansatzleuchte 58 W", "power_w": 58.0, "standby_w": 0.4,
        "minimal_percent": 30.0,
    },
    "led-street": {
        "label": "LED-Aufsatzleuchte 22 W", "power_w": 22.0, "standby_w": 0.4,
        "minimal_percent": 15.0,
    },
    "led-profile": {
        "label": "LED-Leuchte 36 W mit eigenem Profil", "power_w": 36.0, "standby_w": 0.3,
        "minimal_percent": 20.0,
    },
    "hse-70": {"label": "Natriumdampf 70 W (83 W brutto)", "power_w": 83.0},
}  # fmt: skip
PROGRAMMES: dict[str, dict[str, Any]] = {
    "ganznacht": {"label": "Ganznacht", "level_percent": 100.0},
    "halbnacht": {
        "label": "Halbnacht", "level_percent": 100.0,
        "steps": [
            {"clock": "00:30", "off": True},
            {"clock": "05:00", "level_percent": 100.0},
        ],
    },
    "hauptstrasse": {
        "label": "Hauptstraße, nachts gedimmt", "level_percent": 100.0,
        "steps": [
            {"clock": "22:00", "level_percent": 70.0},
            {"clock": "05:00", "level_percent": 100.0},
        ],
    },
    "bedarf": {"label": "Licht nach Bedarf", "level_percent": 60.0, "idle_percent": 20.0},
    "profil": {
        "label": "Eigenes Profil", "level_percent": 100.0,
        "steps": [
            {"clock": "22:00", "level_percent": 50.0},
            {"clock": "05:00", "level_percent": 100.0},
        ],
    },
}  # fmt: skip
BY_CAPABILITY = {
    Capability.NOTHING: ("hse-70", "ganznacht"),
    Capability.CIRCUIT: ("hse-70", "ganznacht"),
    Capability.AUTONOMOUS: ("led-profile", "profil"),
    Capability.ADDRESSABLE: ("led-main", "hauptstrasse"),
    Capability.PRESENCE: ("led-street", "bedarf"),
}


@dataclass(frozen=True, kw_only=True)
class AssumedLamp:
    """One derived lamp with everything assumed of it."""

    number: str
    street: str
    lon: float
    lat: float
    edge: int
    along_m: float
    height_m: float
    capability: Capability
    type_key: str
    programme_key: str
    circuit: tuple[str, bool] | None
    is_counted: bool
    near_window: bool


def assumed(
    derived: DerivedLamps,
    graph: StreetGraph,
    centre: tuple[float, float],
    squares: Mapping[str, BaseGeometry],
) -> list[AssumedLamp]:
    """Give the lamps in the order of derivation, numbered by street key and sequence.

    Args:
        derived: positions.
        graph: the streets they stand on.
        centre: longitude and latitude of the town's middle, degrees.
        squares: areas in degrees by name; published lamps on their nameless ways belong to them.

    """
    names = _names(derived, graph, squares)
    keys = {name: index for index, name in enumerate(sorted(set(names) - {""}), start=1)}
    xy = graph.to_xy(derived.lonlat[:, 0], derived.lonlat[:, 1])
    away_m = np.hypot(*(xy - graph.to_xy(*centre)).T)
    capability = _capabilities(derived, graph, names, away_m)
    sequence: dict[str, int] = {}
    made = []
    for index, name in enumerate(names):
        sequence[name] = sequence.get(name, 0) + 1
        way = CLASSES[int(graph.edge_class[derived.edge[index]])].key
        type_key, programme_key = BY_CAPABILITY[capability[index]]
        on_circuit = capability[index] is Capability.CIRCUIT
        is_half = on_circuit and way in PRESENCE_CLASSES and index % 2 == 1
        made.append(
            AssumedLamp(
                number=f"{keys.get(name, 0):03d}-{sequence[name]:03d}",
                street=name,
                lon=float(derived.lonlat[index, 0]),
                lat=float(derived.lonlat[index, 1]),
                edge=int(derived.edge[index]),
                along_m=float(derived.along_m[index]),
                height_m=8.0 if way in {"primary", "secondary"} else 5.0,
                capability=capability[index],
                type_key=type_key,
                programme_key="halbnacht" if is_half else programme_key,
                circuit=(_cabinet(xy[index]), is_half) if on_circuit else None,
                is_counted=bool(derived.counted[index]),
                near_window=way in {"residential", "living_street"},
            )
        )
    return made


def _names(
    derived: DerivedLamps, graph: StreetGraph, squares: Mapping[str, BaseGeometry]
) -> list[str]:
    names = [graph.name_of(edge) for edge in derived.edge.tolist()]
    for index in np.flatnonzero(derived.counted).tolist():
        if not names[index] and squares:
            here = shapely.Point(derived.lonlat[index])
            names[index] = min(squares, key=lambda name: float(squares[name].distance(here)))
    return names


def _capabilities(
    derived: DerivedLamps, graph: StreetGraph, names: list[str], away_m: NDArray[np.float64]
) -> list[Capability]:
    return [
        _capability(
            is_counted=bool(counted),
            is_on_demand=CLASSES[int(graph.edge_class[edge])].key in PRESENCE_CLASSES
            and metres <= PRESENCE_RADIUS_M,
            chance=zlib.crc32(name.encode()) % 100,
        )
        for counted, edge, metres, name in zip(
            derived.counted, derived.edge, away_m, names, strict=True
        )
    ]


def _capability(*, is_counted: bool, is_on_demand: bool, chance: int) -> Capability:
    """LED streets that the town published are addressable; quiet central ones on demand."""
    if is_counted:
        return Capability.ADDRESSABLE
    if is_on_demand:
        return Capability.PRESENCE
    if chance < 8:  # noqa: PLR2004 - share of streets with gear that dims by itself, percent
        return Capability.AUTONOMOUS
    return Capability.NOTHING if chance < 11 else Capability.CIRCUIT  # noqa: PLR2004 - as above


def _cabinet(xy: NDArray[np.float64]) -> str:
    east, north = (xy // CELL_M).astype(int)
    return f"S{east % 100:02d}{north % 100:02d}"
