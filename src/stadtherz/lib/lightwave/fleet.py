"""The lamps of a town as arrays: what does not change from tick to tick."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from stadtherz.lib.errors import CityError
from stadtherz.lib.lightwave.ladder import COMMANDABLE, Capability

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


FULL_PERCENT = 100.0
"""Nominal luminous flux."""


class FleetError(CityError):
    """The arrays of a fleet do not fit together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """N lamps, structure of arrays; the index is the lamp's number everywhere in this package.

    Build it with :meth:`of`, which fills in defaults and checks. All arrays have shape (N,).

    Args:
        x_m, y_m: position in the town's metric plane (any local projection, metres).
        edge: street-graph edge the lamp stands on, -1 = none.
        position_m: distance along that edge from its beginning.
        circuit: number of the switching circuit, -1 = none.
        capability: :class:`Capability` codes.
        programme: index of the lamp's programme in the schedule.
        floor_percent: lowest level at which every field it serves passes its class.
        presence_percent: level that presence asks for.
        default_percent: level when nobody wants anything (gear default).
        near_window: True where the cap on changes per hour applies.

    """

    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    edge: NDArray[np.int32]
    position_m: NDArray[np.float32]
    circuit: NDArray[np.int32]
    capability: NDArray[np.uint8]
    programme: NDArray[np.uint16]
    floor_percent: NDArray[np.float32]
    presence_percent: NDArray[np.float32]
    default_percent: NDArray[np.float32]
    near_window: NDArray[np.bool_]

    @classmethod
    def of(cls, count: int, **columns: ArrayLike) -> Fleet:
        """Make a fleet of ``count`` lamps; each column is a scalar or an array of shape (count,).

        Raises:
            FleetError: an unknown column, a wrong length, a level outside 0..100, a circuit lamp
                without a circuit.

        """
        unknown = columns.keys() - _COLUMNS.keys()
        if unknown:
            raise FleetError(
                f"A fleet has no column {min(unknown)}.",
                fix=f"Use one of: {', '.join(_COLUMNS)}.",
                code="lightwave.E001",
            )
        made: dict[str, Any] = {}
        for name, (dtype, default) in _COLUMNS.items():
            made[name] = _column(name, columns.get(name, default), count, dtype)
        fleet = cls(**made)
        _check(fleet)
        return fleet

    def __len__(self) -> int:
        return len(self.edge)

    @property
    def commandable(self) -> NDArray[np.bool_]:
        """Lamps to which anything can be sent, shape (N,)."""
        return COMMANDABLE[self.capability]


_COLUMNS: dict[str, tuple[Any, float]] = {
    "x_m": (np.float64, 0.0),
    "y_m": (np.float64, 0.0),
    "edge": (np.int32, -1),
    "position_m": (np.float32, 0.0),
    "circuit": (np.int32, -1),
    "capability": (np.uint8, Capability.ADDRESSABLE),
    "programme": (np.uint16, 0),
    "floor_percent": (np.float32, 0.0),
    "presence_percent": (np.float32, 100.0),
    "default_percent": (np.float32, 100.0),
    "near_window": (np.bool_, False),
}
assert tuple(_COLUMNS) == tuple(field.name for field in fields(Fleet))  # noqa: S101 - at import


def _column(name: str, values: ArrayLike, count: int, dtype: Any) -> NDArray[Any]:
    array = np.asarray(values, dtype=dtype)
    if array.ndim == 0:
        return np.full(count, array, dtype=dtype)
    if array.shape != (count,):
        raise FleetError(
            f"Column {name} has shape {array.shape}; {count} lamps need ({count},).",
            fix="Give one value per lamp, or a single value for all.",
            code="lightwave.E002",
        )
    return np.ascontiguousarray(array).copy()


def _check(fleet: Fleet) -> None:
    for name in ("floor_percent", "presence_percent", "default_percent"):
        levels = getattr(fleet, name)
        if not bool(np.all((levels >= 0.0) & (levels <= FULL_PERCENT))):
            raise FleetError(
                f"Column {name} holds a level outside 0 to 100 percent.",
                fix="Give the share of the nominal luminous flux in percent.",
                code="lightwave.E003",
            )
    if int(fleet.capability.max(initial=0)) >= len(Capability):
        raise FleetError(
            "Column capability holds a code that does not exist.",
            fix="Use the codes of Capability.",
            code="lightwave.E004",
        )
    if bool(np.any((fleet.capability == Capability.CIRCUIT) & (fleet.circuit < 0))):
        raise FleetError(
            "A lamp is said to be switched by circuit but names no circuit.",
            fix="Give its circuit number, or set its capability to NOTHING.",
            code="lightwave.E005",
        )
