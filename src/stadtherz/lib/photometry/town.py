"""A whole town's influence: matrices of fields with one plan, stacked and multiplied at once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from stadtherz.lib.photometry.errors import PhotometryError
from stadtherz.lib.photometry.plan import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import ArrayLike, NDArray

    from stadtherz.lib.photometry.influence import Influence
    from stadtherz.lib.photometry.plan import Plan, States
    from stadtherz.lib.photometry.rules import Rules

Floats = Any
LAMPS_STEP = 8
"""Fields are stacked with others of about as many lamps; missing ones are filled with zeros."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Block:
    """The same rows of F fields.

    Args:
        matrix: (F, K, rows) float32: lamps before rows, so that results lie in order.
        lamps: (F, K) numbers of lamps; places without a lamp have zeros in the matrix.

    """

    matrix: NDArray[np.float32]
    lamps: NDArray[np.intp]

    def put_values(self, level: Floats, into: Floats) -> None:
        """Write all rows, (F, S, rows), from levels (S, N)."""
        own = np.ascontiguousarray(np.moveaxis(level[:, self.lamps], 0, 1))
        np.matmul(own, self.matrix, out=into)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stack:
    """F fields of one plan.

    Args:
        fields: (F,) their numbers.
        near: rows of illuminance and luminance, made by few lamps.
        far: rows of the veils, made by lamps up to 500 m ahead.
        maintenance_factor: (F, 1).
        plan: what the rows are.
        rules: edition.

    """

    fields: NDArray[np.intp]
    near: Block
    far: Block
    maintenance_factor: NDArray[np.float64]
    plan: Plan
    rules: Rules

    @property
    def pairs(self) -> int:
        """Values of the matrices that are not zero."""
        return sum(int(np.count_nonzero(block.matrix)) for block in (self.near, self.far))

    def split(self, parts: int) -> Iterator[Stack]:
        """The same fields in so many stacks, for as many threads; the arrays are shared."""
        for number in range(parts):
            part = slice(*(len(self.fields) * end // parts for end in (number, number + 1)))
            near, far = (
                Block(matrix=block.matrix[part], lamps=block.lamps[part])
                for block in (self.near, self.far)
            )
            yield replace(
                self,
                fields=self.fields[part],
                near=near,
                far=far,
                maintenance_factor=self.maintenance_factor[part],
            )

    def values(self, level: ArrayLike) -> Floats:
        """All rows: (F, S, rows) from levels (S, N) of all lamps of the town.

        Raises:
            PhotometryError: (photometry.E017) fewer levels than lamps.

        """
        levels = np.atleast_2d(np.asarray(level, np.float32))
        last = max(int(block.lamps.max(initial=-1)) for block in (self.near, self.far))
        if levels.shape[-1] <= last:
            raise PhotometryError(
                f"A field names lamp {last}, but there are {levels.shape[-1]} levels.",
                fix="Give the level of every lamp of the list that the fields were made from.",
                code="photometry.E017",
            )
        rows = np.empty((len(self.fields), len(levels), self.plan.rows), np.float32)
        self.near.put_values(levels, rows[..., : self.plan.near])
        self.far.put_values(levels, rows[..., self.plan.near :])
        return rows

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
        alike[field.plan, field.rules.edition, len(field.lamps) // LAMPS_STEP].append(number)
    return tuple(
        _stack(numbers, [influences[number] for number in numbers]) for numbers in alike.values()
    )


def _stack(numbers: list[int], fields: Sequence[Influence]) -> Stack:
    plan = fields[0].plan
    return Stack(
        fields=np.array(numbers, np.intp),
        near=_block(fields, slice(0, plan.near)),
        far=_block(fields, slice(plan.near, plan.rows)),
        maintenance_factor=np.array([[field.maintenance_factor] for field in fields]),
        plan=plan,
        rules=fields[0].rules,
    )


def _block(fields: Sequence[Influence], rows: slice) -> Block:
    """Some rows of all fields, without the lamps that give nothing to them."""
    used = [np.flatnonzero(field.matrix[rows].any(axis=0)) for field in fields]
    width = max(len(each) for each in used)
    matrix = np.zeros((len(fields), width, len(fields[0].matrix[rows])), np.float32)
    lamps = np.zeros((len(fields), width), np.intp)
    for place, (field, own) in enumerate(zip(fields, used, strict=True)):
        matrix[place, : len(own)] = field.matrix[rows][:, own].T
        lamps[place, : len(own)] = field.lamps[own]
    return Block(matrix=matrix, lamps=lamps)
