"""Work locks: while somebody works on a lamp, nothing commands it (DIN VDE 0105-100).

A lock on one lamp of a switched circuit locks the whole circuit, because the circuit can only be
switched as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from stadtherz.lib.errors import CityError
from stadtherz.lib.lightwave.ladder import LOCKED, Capability

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadtherz.lib.lightwave.fleet import Fleet
    from stadtherz.lib.lightwave.state import LightState


class WorkLockError(CityError):
    """A work lock that cannot be set or released so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLock:
    """An open work permit: who holds it, and on which lamps (circuits included)."""

    key: str
    holder: str
    lamps: NDArray[np.int32]


@dataclass(slots=True)
class LockBook:
    """The open work permits, by key. A lock has no expiry: only its holder releases it."""

    open: dict[str, WorkLock] = field(default_factory=dict)

    def lock(self, key: str, holder: str, lamps: NDArray[np.int32], *, on: LightsAt) -> WorkLock:
        """Lock ``lamps`` and, for switched ones, their whole circuits.

        Raises:
            WorkLockError: no holder, or the key is in use.

        """
        if not holder.strip() or key in self.open:
            raise WorkLockError(
                f"The work lock {key!r} was not set: it needs a named person and a key of its own.",
                fix="Name the person who works there, and use the number of the permit once.",
                code="lightwave.E020",
            )
        permit = WorkLock(key=key, holder=holder, lamps=_with_circuits(on.fleet, lamps))
        self.open[key] = permit
        on.state.locks[permit.lamps] += np.uint8(1)
        on.state.reason[permit.lamps] = LOCKED
        on.state.moving[permit.lamps] = False
        on.state.rate[permit.lamps] = 0.0
        on.state.news[permit.lamps] = True
        return permit

    def unlock(self, key: str, holder: str, *, on: LightsAt) -> None:
        """Release a lock; its lamps are derived anew with the next tick.

        Raises:
            WorkLockError: no such lock, or another person holds it.

        """
        permit = self.open.get(key)
        if permit is None or permit.holder != holder:
            raise WorkLockError(
                f"The work lock {key!r} was not released: only its holder may do that.",
                fix="Let the named person release it.",
                code="lightwave.E021",
            )
        del self.open[key]
        on.state.locks[permit.lamps] -= np.uint8(1)
        free = permit.lamps[on.state.locks[permit.lamps] == 0]
        on.state.dirty[free] = True
        on.state.pending[free] = on.fleet.commandable[free]
        on.state.commanded[free] = np.nan


@dataclass(frozen=True, slots=True)
class LightsAt:
    """A fleet together with its state."""

    fleet: Fleet
    state: LightState


def _with_circuits(fleet: Fleet, lamps: NDArray[np.int32]) -> NDArray[np.int32]:
    lamps = np.unique(np.asarray(lamps, dtype=np.int32))
    switched = lamps[fleet.capability[lamps] == Capability.CIRCUIT]
    same = np.isin(fleet.circuit, fleet.circuit[switched])
    members = np.flatnonzero(same & (fleet.capability == Capability.CIRCUIT))
    return np.union1d(lamps, members).astype(np.int32)
