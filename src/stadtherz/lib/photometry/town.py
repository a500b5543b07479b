"""A whole town's influence: matrices of fields with one plan, stacked and multiplied at once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from stadtherz.lib.photometry.errors import PhotometryError
from stadtherz.lib.photometry.plan import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import ArrayLike, NDArray

    from stadtherz.lib.photometry.influence import Influence
    from stadtherz.lib.photometry.plan import Plan, States
    from stadtherz.lib.photometry.rules import Rules

Floats = Any
LAMPS_STEP = 8
"""Fields are stacked with others of about as many lamps; what is missing is filled with zeros."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stack:
    """F fields of one plan.

    Args:
        fields: (F,) their numbers.
        matrix: (F, rows, K) float32.
        lamps: (F, K) numbers of lamps; places without a lamp have zeros in the matrix.
        maintenance_factor: (F, 1).
        plan: what the rows are.
        rules: edition.

    """

    fields: NDArray[np.intp]
    matrix: NDArray[np.float32]
    lamps: NDArray[np.intp]
    maintenance_factor: NDArray[np.float64]
    plan: Plan
    rules: Rules

    @property
    def pairs(self) -> int:
        """Values of the matrix that one state moves."""
        return self.matrix.size

    def split(self, parts: int) -> Iterator[Stack]:
        """The same fields in so many stacks, for as many threads; the arrays are shared."""
        for number in range(parts):
            part = slice(*(len(self.fields) * end // parts for end in (number, number + 1)))
            names = ("fields", "matrix", "lamps", "maintenance_factor")
            yield replace(self, **{name: getattr(self, name)[part] for name in names})

    def values(self, level: ArrayLike) -> Floats:
        """All rows: (F, S, rows) from levels (S, N) of all lamps of the town.

        Raises:
            PhotometryError: (photometry.E017) fewer levels than lamps.

        """
        levels = np.atleast_2d(np.asarray(level, np.float32))
        if levels.shape[-1] <= self.lamps.max(initial=-1):
            raise PhotometryError(
                f"A field names lamp {self.lamps.max()}, but there are {levels.shape[-1]} levels.",
                fix="Give the level of every lamp of the list that the fields were made from.",
                code="photometry.E017",
            )
        own = np.ascontiguousarray(levels.T)[self.lamps]
        return np.swapaxes(self.matrix @ own, 1, 2)

    def states(self, level: ArrayLike) -> States:
        """Figures: arrays (F, S) from levels (S, N); errors as in `values`."""
        return read(self.values(level), self.plan, self.maintenance_factor, self.rules)


def stacked(influences: Sequence[Influence]) -> tuple[Stack, ...]:
    """Stack a town's fields by plan and by about equal numbers of lamps.

    Args:
        influences: field after field; a field's number is its place here.

    """
    alike: dict[tuple[Plan, str, int], list[int]] = defaultdict(list)
    for number, field in enumerate(influences):
        width = -(-len(field.lamps) // LAMPS_STEP) * LAMPS_STEP
        alike[field.plan, field.rules.edition, width].append(number)
    return tuple(
        _stack(numbers, [influences[number] for number in numbers], width)
        for (_, _, width), numbers in alike.items()
    )


def _stack(numbers: Iterable[int], fields: Sequence[Influence], width: int) -> Stack:
    first = fields[0]
    matrix = np.zeros((len(fields), first.plan.rows, width), np.float32)
    lamps = np.zeros((len(fields), width), np.intp)
    for place, field in enumerate(fields):
        matrix[place, :, : len(field.lamps)] = field.matrix
        lamps[place, : len(field.lamps)] = field.lamps
    return Stack(
        fields=np.array(list(numbers), np.intp),
        matrix=matrix,
        lamps=lamps,
        maintenance_factor=np.array([[field.maintenance_factor] for field in fields]),
        plan=first.plan,
        rules=first.rules,
    )
