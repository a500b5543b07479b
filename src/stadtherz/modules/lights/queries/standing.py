"""Where the standing lamps are, held in memory: every tile of every map asks for the same ones."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stadtherz.lib.tiles import project
from stadtherz.modules.lights.models import Lamp, LampStatus

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FIELDS = ("row", "lon", "lat", "capability", "position_is_derived", "street")


@dataclass(frozen=True, kw_only=True)
class StandingLamps:
    """One entry per standing lamp, in the order of rows.

    Args:
        version: the state of the register that this is.
        row: (k,) the lamp's number in tiles and live messages.
        spot: (k, 2) place in the spherical Mercator square, 0 to 1, from its north-west corner.
        capability: (k,) value of `Capability`.
        is_derived: (k,) 1 where the position was derived, else 0.
        street: (k,) index into `streets`.
        streets: names, the empty one for lamps without a street.

    """

    version: str
    row: NDArray[np.int64]
    spot: NDArray[np.float64]
    capability: NDArray[np.int64]
    is_derived: NDArray[np.int64]
    street: NDArray[np.int64]
    streets: tuple[str, ...]


_held: StandingLamps | None = None
_reading = threading.Lock()


def standing_lamps(version: str) -> StandingLamps:
    """Give the lamps of this state of the register, read once (30 bytes a lamp, one SQL query).

    The latest state alone is held. Many threads that ask at once wait for one of them to read.
    """
    global _held  # noqa: PLW0603 -- one process, one register
    found = _held
    if found is None or found.version != version:
        with _reading:
            if _held is None or _held.version != version:
                _held = _read(version)
            found = _held
    return found


def _read(version: str) -> StandingLamps:
    lamps = Lamp.objects.filter(status=LampStatus.STANDING).order_by("row")
    told = list(lamps.values_list(*_FIELDS))
    row, lon, lat, capability, is_derived, street = zip(*told, strict=True) if told else ((),) * 6
    places = {name: index for index, name in enumerate(dict.fromkeys(street))}
    return StandingLamps(
        version=version,
        row=np.array(row, dtype=np.int64),
        spot=project(np.array([lon, lat], dtype=np.float64).T.reshape(-1, 2)),
        capability=np.array(capability, dtype=np.int64),
        is_derived=np.array(is_derived, dtype=np.int64),
        street=np.array([places[name] for name in street], dtype=np.int64),
        streets=tuple(places),
    )
