"""The direct kernel: points times lamps in blocks that fit the cache.

Arrays go in, arrays come out, and every step in between works on one block of a few thousand pairs;
a compiled kernel may take the place of `Group.beams` on the same arrays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from stadtherz.lib.photometry.beams import groups

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Executor

    from numpy.typing import ArrayLike

    from stadtherz.lib.photometry.beams import Beams, Group
    from stadtherz.lib.photometry.lamps import Lamps

Floats = Any
PAIRS_PER_BLOCK = 32_768
PAIRS_PER_SHARED_BLOCK = 131_072
"""Threads hand the interpreter to one another between two steps; longer steps make that cheap."""
LAMPS_PER_BLOCK = 128
LARGE_BYTES = 16 << 20
"""glibc gives freed memory back to the kernel and takes it again page by page, which costs more
than the arithmetic. Freeing one large block raises the size from which it does so (mallopt(3),
M_MMAP_THRESHOLD); elsewhere it does nothing."""


class Quantity(Protocol):
    """A photometric quantity of one lamp at one point."""

    @property
    def plane_m(self) -> float:
        """Height of its points above the road."""

    def weigh(self, beams: Beams, points: slice) -> Floats:
        """(K, B) the quantity times height squared, dimming not counted."""


def summed(
    x_m: ArrayLike,
    y_m: ArrayLike,
    lamps: Lamps,
    quantity: Quantity,
    *,
    dtype: type[np.floating[Any]] = np.float64,
    executor: Executor | None = None,
) -> Floats:
    """Sum of all lamps at every point.

    Args:
        x_m, y_m: (P,) points in the lamps' plane.
        lamps: N of them.
        quantity: what is summed, such as `horizontal()`.
        dtype: float64, or float32 for speed (about 1e-5 of the value).
        executor: threads that share the blocks; None does them one after the other.

    Returns:
        (P,) of ``dtype``, in the quantity's unit.

    Raises:
        PhotometryError: (photometry.E006) a lamp hangs at or below the quantity's plane.

    """
    return sums(x_m, y_m, lamps, (quantity,), dtype=dtype, executor=executor)[0]


def sums(
    x_m: ArrayLike,
    y_m: ArrayLike,
    lamps: Lamps,
    quantities: Sequence[Quantity],
    *,
    dtype: type[np.floating[Any]] = np.float64,
    executor: Executor | None = None,
) -> Floats:
    """Several quantities of one plane at once: (Q, P).

    Arguments and errors as in `summed`; all quantities have the first one's ``plane_m``.
    """
    total = np.zeros((len(quantities), np.size(x_m)), dtype)

    def add(group: Group, points: slice, x: Floats, y: Floats) -> None:
        beams = group.beams(x, y)
        for row, quantity in zip(total, quantities, strict=True):
            row[points] += group.scale @ quantity.weigh(beams, points)

    _over_blocks(x_m, y_m, lamps, quantities[0].plane_m, dtype, executor, add)
    return total


def matrix(
    x_m: ArrayLike,
    y_m: ArrayLike,
    lamps: Lamps,
    quantity: Quantity,
    *,
    dtype: type[np.floating[Any]] = np.float64,
    executor: Executor | None = None,
) -> Floats:
    """Share of every lamp at every point: (P, N), whose sum over N is `summed`.

    Arguments and errors as there.
    """
    shares = np.zeros((np.size(x_m), len(lamps)), dtype)

    def put(group: Group, points: slice, x: Floats, y: Floats) -> None:
        weighed = quantity.weigh(group.beams(x, y), points)
        shares[points, group.number] = (weighed * group.scale[:, np.newaxis]).T

    _over_blocks(x_m, y_m, lamps, quantity.plane_m, dtype, executor, put)
    return shares


def _over_blocks(
    x_m: ArrayLike,
    y_m: ArrayLike,
    lamps: Lamps,
    plane_m: float,
    dtype: type[np.floating[Any]],
    executor: Executor | None,
    work: Callable[[Group, slice, Floats, Floats], None],
) -> None:
    """Do the work for every block of points and group of lamps; one point is never in two hands."""
    x, y = np.atleast_1d(np.asarray(x_m, np.float64)), np.atleast_1d(np.asarray(y_m, np.float64))
    if not x.size or not len(lamps):
        return
    origin_m = (float(x.mean()), float(y.mean()))
    parts = _parts(lamps, plane_m, origin_m, dtype)
    x, y = (x - origin_m[0]).astype(dtype), (y - origin_m[1]).astype(dtype)
    widest = max(len(group.number) for group in parts)

    def block(points: slice) -> None:
        for group in parts:
            work(group, points, x[points], y[points])

    np.empty(LARGE_BYTES, np.uint8)
    pairs = PAIRS_PER_SHARED_BLOCK if executor else PAIRS_PER_BLOCK
    blocks = list(_slices(x.size, max(1, pairs // widest)))
    for _ in executor.map(block, blocks) if executor else map(block, blocks):
        pass


def _parts(
    lamps: Lamps, plane_m: float, origin_m: tuple[float, float], dtype: type[np.floating[Any]]
) -> Sequence[Group]:
    """Groups of at most LAMPS_PER_BLOCK lamps."""
    return [
        part
        for group in groups(lamps, plane_m, origin_m, dtype)
        for part in group.split(LAMPS_PER_BLOCK)
    ]


def _slices(count: int, length: int) -> Iterator[slice]:
    return (slice(start, min(start + length, count)) for start in range(0, count, length))
