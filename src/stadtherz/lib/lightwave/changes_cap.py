"""Cap on changes per lamp and hour, for lamps near windows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SLOT_S = 600.0
SLOTS = 7
"""Six slots of ten minutes cover an hour wherever it begins; the seventh is being filled."""


@dataclass(slots=True)
class ChangesCap:
    """Counts changes in slots; no hour, wherever it begins, sees more than ``limit``.

    Only changes that presence causes are counted, so that an override neither spends the budget
    nor leaves a trace in it.
    """

    lamp_count: int
    limit: int
    counts: NDArray[np.uint8] = field(init=False)
    _slot: int | None = None

    def __post_init__(self) -> None:
        self.counts = np.zeros((SLOTS, self.lamp_count), dtype=np.uint8)

    def may_raise(self, lamps: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Tell which lamps may go up: the way back down must fit under the cap as well."""
        allowed: NDArray[np.bool_] = self.counts[:, lamps].sum(axis=0) + 2 <= self.limit
        return allowed

    def count(self, lamps: NDArray[np.intp]) -> None:
        """Count one change of each lamp."""
        if self._slot is not None:
            self.counts[self._slot % SLOTS, lamps] += np.uint8(1)

    def advance(self, now_s: float) -> None:
        """Enter the slot of ``now_s``; after a clock that fell back, old slots run out anew."""
        slot = int(now_s // SLOT_S)
        last, self._slot = self._slot, slot
        if last is None or slot <= last:
            return
        for passed in range(last + 1, min(slot, last + SLOTS) + 1):
            self.counts[passed % SLOTS] = 0
        if slot - last >= SLOTS:
            self.counts[:] = 0
