"""Do two photos agree on the ground? The measure behind turned pictures and behind the bench.

Both are laid on one ground grid in their possible orientations; normalised cross-correlation
(over the part that both cover, for every shift up to a few metres, by Fourier transform after
D. Padfield, "Masked object registration in the Fourier domain", IEEE TIP 2012) tells which pair
of orientations shows the same ground.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from stadtherz.lib.georef.frame import LocalFrame
from stadtherz.lib.georef.view import View, view_of
from stadtherz.lib.pictures.shot import Decision, Shot

Array = NDArray[np.float64]
Turns = tuple[int, int]
CELL_M = 0.5
MAX_SHIFT_M = 10.0
_MIN_CELLS = 800  # 200 square metres
_RANGE_M = 400.0


@dataclass(frozen=True, slots=True)
class Photo:
    """A shot and its brightness (rows, columns) at any reduced size, pixels as stored."""

    shot: Shot
    grey: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Agreement:
    """The best pair of orientations of two photos.

    ``score`` is the correlation there (-1 to 1), ``margin`` how far above the next pair of
    orientations, ``shift_m`` (east, north) how far b lies off a then.
    """

    decision_a: Decision
    decision_b: Decision
    score: float
    margin: float
    shift_m: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Patch:
    """Brightness on the ground grid; ``known`` is 1 where the photo covers the cell."""

    values: Array
    known: Array
    row: int
    column: int


def agreement(
    a: Photo, b: Photo, *, turns_a: tuple[int, ...] = (), turns_b: tuple[int, ...] = ()
) -> Agreement | None:
    """Return which orientations make two photos agree, None when they share too little ground.

    Args:
        a: one photo.
        b: another photo of the same place.
        turns_a: quarter turns to try; all that the stored shape allows when empty.
        turns_b: the same for b.

    Raises:
        GeorefError: a photo lacks position, height, angles or camera.

    """
    origin = view_of(a.shot)
    frame = LocalFrame(origin.pose.lon_deg, origin.pose.lat_deg)
    laid_a = {turns: lay(a, turns, frame) for turns in turns_a or possible_turns(a.shot)}
    laid_b = {turns: lay(b, turns, frame) for turns in turns_b or possible_turns(b.shot)}
    return compare(laid_a, laid_b)


def compare(laid_a: dict[int, Patch], laid_b: dict[int, Patch]) -> Agreement | None:
    """Return the agreement of two photos already laid on the same ground grid."""
    found: list[tuple[float, Turns, tuple[float, float]]] = []
    for (turns_a, one), (turns_b, other) in product(laid_a.items(), laid_b.items()):
        result = correlate(one, other)
        if result is not None:
            found.append((result[0], (turns_a, turns_b), result[1]))
    if not found:
        return None
    found.sort(key=lambda entry: -entry[0])
    score, turns, shift = found[0]
    margin = score - (found[1][0] if len(found) > 1 else 0.0)
    return Agreement(Decision.of_turns(turns[0]), Decision.of_turns(turns[1]), score, margin, shift)


def possible_turns(shot: Shot) -> tuple[int, ...]:
    """Return the quarter turns that the stored shape allows, against the shape as recorded."""
    if not shot.exif_width_px or not shot.exif_height_px or shot.width_px == shot.height_px:
        return (0, 1, 2, 3)
    wide = shot.width_px > shot.height_px
    return (0, 2) if wide == (shot.exif_width_px > shot.exif_height_px) else (1, 3)


def lay(photo: Photo, turns: int, frame: LocalFrame) -> Patch:
    """Return a photo on the ground grid of a frame, in one of its orientations."""
    rows, columns = photo.grey.shape
    small = replace(photo.shot, width_px=columns, height_px=rows)
    view = view_of(small, decision=Decision.of_turns(turns))
    at_east, at_north = frame.to_metres(view.pose.lon_deg, view.pose.lat_deg)
    reach = _reach(view)
    first_column = int(np.floor((at_east - reach) / CELL_M))
    first_row = int(np.floor((at_north - reach) / CELL_M))
    cells = int(np.ceil(2 * reach / CELL_M)) + 1
    east = (first_column + np.arange(cells) + 0.5) * CELL_M - at_east
    north = (first_row + np.arange(cells) + 0.5) * CELL_M - at_north
    x, y = view.pixels(*np.meshgrid(east, north))
    inside = (x >= 1) & (y >= 1) & (x < columns - 1) & (y < rows - 1)
    x_at, y_at = np.where(inside, x, 0).astype(int), np.where(inside, y, 0).astype(int)
    known = inside.astype(np.float64)
    return Patch(photo.grey[y_at, x_at] * known, known, first_row, first_column)


def correlate(one: Patch, other: Patch) -> tuple[float, tuple[float, float]] | None:
    """Return the best correlation within the largest shift, and that shift east and north."""
    limit = int(MAX_SHIFT_M / CELL_M)
    top, left = min(one.row, other.row), min(one.column, other.column)
    size = tuple(
        _quick_size(max(start_a + a, start_b + b) - start + limit)
        for start_a, a, start_b, b, start in (
            (one.row, one.known.shape[0], other.row, other.known.shape[0], top),
            (one.column, one.known.shape[1], other.column, other.known.shape[1], left),
        )
    )
    if max(size) > 4 * _RANGE_M / CELL_M:
        return None
    grids = [_placed(patch, top, left, (size[0], size[1])) for patch in (one, other)]
    if float((grids[0][1] * grids[1][1]).sum()) < _MIN_CELLS:
        return None
    scores = _masked_correlation(grids[0], grids[1])
    window = np.concatenate([scores[-limit:], scores[: limit + 1]])
    window = np.concatenate([window[:, -limit:], window[:, : limit + 1]], axis=1)
    row, column = np.unravel_index(int(np.argmax(window)), window.shape)
    shift = (-(int(column) - limit) * CELL_M, -(int(row) - limit) * CELL_M)
    return float(window[row, column]), shift


def _quick_size(cells: int) -> int:
    """Return the next size that Fourier transforms are quick at (a multiple of 24)."""
    return -(-cells // 24) * 24


def _reach(view: View) -> float:
    camera = view.camera
    half = float(np.hypot(camera.width_px, camera.height_px)) / 2 / camera.focal_px
    tilt = np.radians(90 + view.pose.attitude.pitch_deg)
    angle = min(abs(float(tilt)) + float(np.arctan(half)), 1.4)
    return min(float(np.tan(angle)) * view.pose.height_m, _RANGE_M)


def _placed(patch: Patch, top: int, left: int, size: Turns) -> tuple[Array, Array]:
    mean = patch.values.sum() / max(patch.known.sum(), 1.0)
    values, known = np.zeros(size), np.zeros(size)
    rows = slice(patch.row - top, patch.row - top + patch.known.shape[0])
    columns = slice(patch.column - left, patch.column - left + patch.known.shape[1])
    values[rows, columns] = (patch.values - mean) * patch.known
    known[rows, columns] = patch.known
    return values, known


def _masked_correlation(one: tuple[Array, Array], other: tuple[Array, Array]) -> Array:
    """Return the correlation for every shift of ``other`` against ``one``, wrapped around."""
    shape = one[0].shape
    a, a_known, a_square = (np.fft.rfft2(part) for part in (one[0], one[1], one[0] ** 2))
    b, b_known, b_square = (
        np.conj(np.fft.rfft2(part)) for part in (other[0], other[1], other[0] ** 2)
    )

    def over(spectrum: NDArray[np.complex128]) -> Array:
        result: Array = np.fft.irfft2(spectrum, s=shape)
        return result

    count = np.maximum(over(a_known * b_known), 1.0)
    sum_a, sum_b = over(a * b_known), over(a_known * b)
    cross = over(a * b) - sum_a * sum_b / count
    spread_a = np.maximum(over(a_square * b_known) - sum_a**2 / count, 1e-6)
    spread_b = np.maximum(over(a_known * b_square) - sum_b**2 / count, 1e-6)
    scores: Array = np.where(count >= _MIN_CELLS, cross / np.sqrt(spread_a * spread_b), -1.0)
    return scores
