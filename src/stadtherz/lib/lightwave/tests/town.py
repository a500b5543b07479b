"""Tiny hand-made towns for the tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from stadtherz.lib.astro import Place
from stadtherz.lib.lightwave import (
    OFF_BY_PLAN,
    Calendar,
    Capability,
    DetectorWatch,
    Fleet,
    LampOrder,
    LightEngine,
    Mover,
    NightLevel,
    Policy,
    PresenceWave,
    Programme,
    Reach,
    Schedule,
    Step,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

KAISERSLAUTERN = Place(latitude_deg=49.44, longitude_deg=7.77, zone=ZoneInfo("Europe/Berlin"))
NIGHT_S = datetime(2026, 10, 20, 20, 30, tzinfo=UTC).timestamp()  # 22:30 local, dark
NOON_S = datetime(2026, 10, 20, 10, 30, tzinfo=UTC).timestamp()  # 12:30 local, light
ON_DEMAND = Calendar(
    default=Programme(key="on demand", first=NightLevel(level_percent=70, idle_percent=20))
)
HALF_NIGHT = Calendar(
    default=Programme(
        key="half night",
        first=NightLevel(level_percent=100),
        steps=(
            Step(clock=time(0, 30), level=OFF_BY_PLAN),
            Step(clock=time(5, 0), level=NightLevel(level_percent=100)),
        ),
    )
)


@dataclass(frozen=True)
class Streets:
    """A hand-made street graph."""

    edge_from: NDArray[np.int32]
    edge_to: NDArray[np.int32]
    edge_length_m: NDArray[np.float32]
    out_start: NDArray[np.int32]
    out_edge: NDArray[np.int32]

    @classmethod
    def of(cls, edges: list[tuple[int, int, float]]) -> Streets:
        start, end, length = zip(*edges, strict=True)
        ends = np.array([*start, *end])
        order = np.argsort(ends, kind="stable")
        counts = np.bincount(ends)
        return cls(
            np.array(start, dtype=np.int32),
            np.array(end, dtype=np.int32),
            np.array(length, dtype=np.float32),
            np.concatenate(([0], np.cumsum(counts))).astype(np.int32),
            (order % len(edges)).astype(np.int32),
        )


def fork() -> Streets:
    """A street of 150 m (edge 0) that forks into two of 150 m (edges 1 and 2, 2 reversed)."""
    return Streets.of([(0, 1, 150.0), (1, 2, 150.0), (3, 1, 150.0)])


def lamps_every(streets: Streets, spacing_m: float, **columns: object) -> Fleet:
    edge: list[int] = []
    position: list[float] = []
    for number, length in enumerate(streets.edge_length_m.tolist()):
        places = np.arange(spacing_m / 2, length, spacing_m)
        edge += [number] * len(places)
        position += places.tolist()
    given: dict[str, object] = {"capability": Capability.PRESENCE_CAPABLE, **columns}
    return Fleet.of(len(edge), edge=edge, position_m=position, **given)  # type: ignore[arg-type]


def engine(
    fleet: Fleet,
    streets: Streets | None = None,
    *,
    calendars: tuple[Calendar, ...] = (ON_DEMAND,),
    policy: Policy | None = None,
    place: Place = KAISERSLAUTERN,
    now_s: float = NIGHT_S,
) -> LightEngine:
    """An engine with presence light; a detector on every lamp that serves all lamps around."""
    policy = policy or Policy()
    wave = watch = None
    if streets is not None:
        reach = Reach(streets, LampOrder.of(fleet, len(streets.edge_length_m)))
        wave = PresenceWave(fleet, reach, policy)
        serves = [
            wave.lit_by(int(edge), float(at), 0, Mover.WALKER)
            for edge, at in zip(fleet.edge, fleet.position_m, strict=True)
        ]
        watch = DetectorWatch.of(serves, lamp_count=len(fleet), policy=policy, now_s=now_s)
    return LightEngine(
        fleet=fleet,
        schedule=Schedule(fleet, calendars, place),
        policy=policy,
        wave=wave,
        detectors=watch,
    )
