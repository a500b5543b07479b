"""Lamps as arrays: where luminaires hang, how they are turned, how strong they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stadtherz.lib.photometry.errors import PhotometryError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from stadtherz.lib.luminaire import Intensities

COLUMNS = ("x_m", "y_m", "height_m", "turn_deg", "tilt_deg", "roll_deg", "factor")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lamps:
    """N luminaires, structure of arrays; build it with `Lamps.of`. All arrays have shape (N,).

    Args:
        x_m, y_m: position in any local metric plane.
        height_m: photometric centre above the road.
        turn_deg: about the vertical; 0 = C0 along +x, C90 along +y.
        tilt_deg: C90 side lifted, after turning.
        roll_deg: C0 side lifted, after tilting.
        factor: times nominal flux (maintenance factor, dimming).
        kind: index into ``kinds``.
        kinds: the luminaires' light.

    """

    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    height_m: NDArray[np.float64]
    turn_deg: NDArray[np.float64]
    tilt_deg: NDArray[np.float64]
    roll_deg: NDArray[np.float64]
    factor: NDArray[np.float64]
    kind: NDArray[np.intp]
    kinds: tuple[Intensities, ...]

    @classmethod
    def of(
        cls,
        kinds: tuple[Intensities, ...],
        x_m: ArrayLike,
        y_m: ArrayLike,
        height_m: ArrayLike,
        *,
        kind: ArrayLike = 0,
        **others: ArrayLike,
    ) -> Lamps:
        """Make lamps; every column is a scalar or an array of the common length.

        Args:
            kinds: at least one luminaire.
            x_m, y_m, height_m: as above.
            kind: as above.
            others: any of ``turn_deg``, ``tilt_deg``, ``roll_deg`` (0) and ``factor`` (1).

        Raises:
            PhotometryError: (photometry.E005) lengths differ, a number is not finite, a height or
                factor is negative, a kind or column does not exist.

        """
        given = {"turn_deg": 0.0, "tilt_deg": 0.0, "roll_deg": 0.0, "factor": 1.0, **others}
        values = {"x_m": x_m, "y_m": y_m, "height_m": height_m, **given}
        if unknown := values.keys() - set(COLUMNS):
            raise _refused(f"there is no column {min(unknown)}")
        try:
            columns = np.broadcast_arrays(
                *(np.atleast_1d(np.asarray(values[name], np.float64)) for name in COLUMNS),
                np.atleast_1d(np.asarray(kind, np.intp)),
            )
        except ValueError as error:
            raise _refused(f"a column has another length ({error})") from error
        *numbers, kind_column = (np.ascontiguousarray(column) for column in columns)
        if not all(np.isfinite(column).all() for column in numbers):
            raise _refused("a number is not finite")
        made = dict(zip(COLUMNS, numbers, strict=True))
        if (made["height_m"] < 0).any() or (made["factor"] < 0).any():
            raise _refused("a height or a factor is negative")
        if kind_column.size and not 0 <= kind_column.min() <= kind_column.max() < len(kinds):
            raise _refused(f"a kind is none of the {len(kinds)} luminaires")
        return cls(**made, kind=kind_column.astype(np.intp), kinds=kinds)

    def __len__(self) -> int:
        return len(self.x_m)

    def chosen(self, which: NDArray[np.intp] | NDArray[np.bool_]) -> Lamps:
        """Only some of the lamps, by index or truth values."""
        columns = {name: getattr(self, name)[which] for name in (*COLUMNS, "kind")}
        return Lamps(**columns, kinds=self.kinds)


def joined(parts: Sequence[Lamps]) -> Lamps:
    """Lamps of several lists in one, in their order; a luminaire of several lists is one kind."""
    kinds = tuple(dict.fromkeys(kind for part in parts for kind in part.kinds))
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in COLUMNS}
    kind = [np.array([kinds.index(each) for each in p.kinds], np.intp)[p.kind] for p in parts]
    return Lamps(**columns, kind=np.concatenate(kind), kinds=kinds)


def _refused(what: str) -> PhotometryError:
    return PhotometryError(
        f"These lamps cannot be calculated: {what}.",
        fix="Correct the lamps' columns; each is a number or one per lamp.",
        code="photometry.E005",
    )
