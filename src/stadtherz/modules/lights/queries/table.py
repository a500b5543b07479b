"""The lamps of a table: streets with a name first, narrowed to one kind of knowledge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stadtherz.lib.lightwave import Knowledge, decode_delta
from stadtherz.modules.lights.queries.picture import is_stale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from django.db.models import QuerySet

    from stadtherz.modules.lights.models import Lamp, LightPicture

FIRST_NAMED = "001"
"""Numbers below this are of lamps in streets without a name: they come last."""
KNOWN = [kind.name.lower() for kind in sorted(Knowledge, reverse=True)]
"""The kinds of knowledge, surest first."""


class LampTable:
    """Lamps by number, those of unnamed streets last; a sequence for `Paginator`.

    Args:
        found: lamps in the order of their numbers.
        keep: takes rows, gives those to show, in the same order; without it only the lamps of the
            wanted page are read.

    """

    def __init__(
        self, found: QuerySet[Lamp], keep: Callable[[Sequence[int]], list[int]] | None = None
    ) -> None:
        self._found = found
        self._parts = found.filter(number__gte=FIRST_NAMED), found.filter(number__lt=FIRST_NAMED)
        self._rows: list[int] | None = None
        if keep is not None:
            self._rows = keep([row for p in self._parts for row in p.values_list("row", flat=True)])
        self._named = 0 if keep else self._parts[0].count()
        self._count = len(self._rows or ()) if keep else self._named + self._parts[1].count()

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Lamp]:
        return iter(self[:])

    def __getitem__(self, span: slice) -> list[Lamp]:
        if self._rows is not None:
            wanted = self._rows[span]
            lamps = {lamp.row: lamp for lamp in self._found.filter(row__in=wanted)}
            return [lamps[row] for row in wanted if row in lamps]
        start, stop, _ = span.indices(self._count)
        named, unnamed = self._parts
        first = list(named[start:stop]) if start < self._named else []
        begin, end = max(start - self._named, 0), stop - self._named
        return first + (list(unnamed[begin:end]) if end > 0 else [])


def rows_known_as(picture: LightPicture | None, known: str, rows: Sequence[int]) -> list[int]:
    """Give those of the rows whose light is known so at this moment, in their order.

    Args:
        picture: the latest; without one, or with a stale one, every lamp is unknown.
        known: one of `KNOWN`.

    """
    code, asked = Knowledge[known.upper()], np.asarray(rows, dtype=np.int64)
    codes = np.full(len(asked), Knowledge.UNKNOWN, dtype=np.uint8)
    if picture is not None and not is_stale(picture) and len(asked):
        lamps, _levels, knowledge = decode_delta(bytes(picture.content))
        at = np.searchsorted(lamps, asked).clip(max=max(len(lamps) - 1, 0))
        if len(lamps):
            codes = np.where(lamps[at] == asked, knowledge[at], codes)
    return [int(row) for row in asked[codes == code]]
