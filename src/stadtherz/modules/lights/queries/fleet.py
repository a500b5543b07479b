"""The register as the engine's arrays."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np

from stadtherz.core.places import queries as places
from stadtherz.lib.astro import Place
from stadtherz.lib.lightwave import (
    OFF_BY_PLAN,
    Calendar,
    Capability,
    Fleet,
    NightLevel,
    Programme,
    Step,
)
from stadtherz.modules.lights import models
from stadtherz.modules.lights.domain import LightsError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadtherz.core.people.models import Town
    from stadtherz.lib.streetgraph import StreetGraph

COLUMNS = (
    "row", "lon", "lat", "edge", "along_m", "circuit__row", "capability", "programme_id",
    "luminaire_type__minimal_percent", "near_window", "power_w", "luminaire_type__standby_w",
    "street", "status",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class TownFleet:
    """A town's lamps as arrays by row, with their calendars.

    Args:
        nominal_w, standby_w: electric power, watts, shape (N,); 0 of removed lamps.
        street: street number, -1 = none, shape (N,).

    """

    fleet: Fleet
    calendars: tuple[Calendar, ...]
    place: Place
    nominal_w: NDArray[np.float64]
    standby_w: NDArray[np.float64]
    street: NDArray[np.int32]
    graph: StreetGraph | None
    version: str


def load_fleet(town: Town, *, version: str) -> TownFleet | None:
    """Load the town's lamps (three SQL queries); None when it has none.

    Raises:
        LightsError: lights.E004, rows have gaps.

    """
    rows = models.Lamp.objects.filter(organisation__town=town).order_by("row")
    table = list(rows.values_list(*COLUMNS))
    if not table:
        return None
    column: dict[str, list[Any]] = dict(
        zip(COLUMNS, (list(values) for values in zip(*table, strict=True)), strict=True)
    )
    if column["row"] != list(range(len(table))):
        raise LightsError(
            "The lamps' row numbers have gaps, so levels could be shown at wrong lamps.",
            fix="Restore the register from its backup; rows are never deleted, only removed.",
            code="lights.E004",
        )
    programmes = list(models.Programme.objects.filter(organisation__town=town))
    graph = places.street_graph(town)
    stands = np.array([status == models.LampStatus.STANDING for status in column["status"]])
    return TownFleet(
        fleet=_fleet(column, [p.id for p in programmes], stands, graph),
        calendars=tuple(calendar_of(programme) for programme in programmes),
        place=_place(town, column),
        nominal_w=np.where(stands, column["power_w"], 0.0),
        standby_w=np.where(stands, column["luminaire_type__standby_w"], 0.0),
        street=_street_numbers(column["street"]),
        graph=graph,
        version=version,
    )


def calendar_of(programme: models.Programme) -> Calendar:
    """Turn a stored programme into the engine's; raises `CalendarError` for an impossible one."""
    steps = tuple(
        Step(
            clock=dt.time.fromisoformat(step["clock"]),
            level=OFF_BY_PLAN
            if step.get("off")
            else NightLevel(
                level_percent=step["level_percent"], idle_percent=step.get("idle_percent")
            ),
        )
        for step in programme.steps
    )
    return Calendar(
        default=Programme(
            key=programme.key,
            first=NightLevel(
                level_percent=programme.level_percent, idle_percent=programme.idle_percent
            ),
            steps=steps,
            on_offset_s=programme.on_offset_s,
            off_offset_s=programme.off_offset_s,
        )
    )


def _fleet(
    column: dict[str, list[Any]],
    programme_ids: list[Any],
    stands: NDArray[np.bool_],
    graph: StreetGraph | None,
) -> Fleet:
    number = {key: index for index, key in enumerate(programme_ids)}
    lon, lat = np.array(column["lon"]), np.array(column["lat"])
    xy = graph.to_xy(lon, lat) if graph else _plane(lon, lat)
    on_graph = graph.edge_count if graph else 0
    edge = np.array(column["edge"])
    return Fleet.of(
        len(lon),
        x_m=xy[:, 0],
        y_m=xy[:, 1],
        edge=np.where(edge < on_graph, edge, -1),
        position_m=column["along_m"],
        circuit=[-1 if row is None else row for row in column["circuit__row"]],
        capability=np.where(stands, column["capability"], Capability.NOTHING),
        programme=[number[key] for key in column["programme_id"]],
        floor_percent=column["luminaire_type__minimal_percent"],
        near_window=column["near_window"],
    )


def _plane(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    metres_per_degree = 111_320.0
    east = (lon - lon.mean()) * metres_per_degree * np.cos(np.radians(lat.mean()))
    return np.stack([east, (lat - lat.mean()) * metres_per_degree], axis=-1)


def _place(town: Town, column: dict[str, list[Any]]) -> Place:
    return Place(
        latitude_deg=float(np.mean(column["lat"])),
        longitude_deg=float(np.mean(column["lon"])),
        zone=ZoneInfo(town.zone),
    )


def _street_numbers(names: list[str]) -> NDArray[np.int32]:
    number = {name: index for index, name in enumerate(sorted(set(names) - {""}))}
    return np.array([number.get(name, -1) for name in names], dtype=np.int32)
