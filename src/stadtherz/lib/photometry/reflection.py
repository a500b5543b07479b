"""Reflection tables: how a dry road sends light from a lamp to the driver (CIE 144:2001)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from stadtherz.lib.photometry.errors import PhotometryError
from stadtherz.lib.photometry.r3 import R3_CSV
from stadtherz.lib.photometry.sources import Source

if TYPE_CHECKING:
    from numpy.typing import NDArray

Floats = Any

TANGENTS = np.concatenate([np.arange(0, 2, 0.25), np.arange(2, 12.5, 0.5)])
BETAS_DEG = np.array(
    [0, 2, 5, 10, 15, 20, 25, 30, 35, 40, 45, 60, 75, 90, 105, 120, 135, 150, 165, 180.0]
)
UNIT = 1e-4
"""Tables hold r times 10 000."""
TOLERANCE = 0.02
_STEP_TANGENT, _STEPS_BETA = 0.25, 180


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReflectionTable:
    """Reduced luminance coefficients r(tan epsilon, beta), 29 x 20, times 10 000.

    Beta 0 is light from beyond the point, seen from the observer. Values between are bilinear;
    beyond tan epsilon = 12 there is none (EN 13201-3:2015, clause 5; CIE 144:2001).

    Args:
        name: such as R3.
        r: (29, 20), rows `TANGENTS`, columns `BETAS_DEG`, finite, not negative.
        source: where the numbers come from.

    Raises:
        PhotometryError: (photometry.E007) the shape or a value is not as above, or r(0) is zero.

    """

    name: str
    r: NDArray[np.float64]
    source: Source
    _even: NDArray[np.float64] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        r = np.array(self.r, np.float64)
        r.setflags(write=False)
        object.__setattr__(self, "r", r)
        if r.shape != (TANGENTS.size, BETAS_DEG.size):
            raise _unreadable(f"it has {' x '.join(map(str, r.shape))} values, not 29 x 20")
        if not np.isfinite(r).all() or (r < 0).any() or not (r[0] > 0).all():
            raise _unreadable("a value is negative, not a number, or zero straight below a lamp")
        object.__setattr__(self, "_even", _even(r * UNIT))

    @property
    def s1(self) -> float:
        """Specular factor S1 = r(beta 0, tan epsilon 2) / r(0, 0) (CIE 144:2001)."""
        return float(self.r[TANGENTS == 2.0, 0][0] / self.r[0, 0])  # noqa: PLR2004  # the definition

    @property
    def q0(self) -> float:
        """Average luminance coefficient Q0 in cd/(m² lx) (CIE 144:2001).

        Mean of q = r / cos³(epsilon) over the solid angle of a ceiling that reaches from 4 heights
        towards the observer to 12 beyond and 3 to each side, by trapezoids.
        """
        x, y = np.meshgrid(np.linspace(-4, 12, 321), np.linspace(0, 3, 61))
        tangent = np.hypot(x, y)
        reflected = self.at(tangent, np.arctan2(y, x))
        solid_angle = 1 / (1 + tangent**2) ** 1.5
        over_x = (np.trapezoid(part, x[0]) for part in (reflected, solid_angle))
        reflects, ceiling = (np.trapezoid(part, y[:, 0]) for part in over_x)
        return float(reflects / ceiling)

    def at(self, tangent: Floats, beta_rad: Floats) -> Floats:
        """Coefficient r (not times 10 000), bilinear.

        Args:
            tangent: tan epsilon, 0 or more.
            beta_rad: 0 to pi, of the same shape and dtype; left unchanged, as is the other.

        """
        flat, stride = self._even.astype(tangent.dtype), _STEPS_BETA + 2
        row = np.minimum(tangent * (1 / _STEP_TANGENT), (flat.size // stride) - 2)
        column = beta_rad * (_STEPS_BETA / np.pi)
        below, left = np.floor(row), np.floor(column)
        row -= below
        column -= left
        place = (below * stride + left).astype(np.intp)
        low, high = flat.take(place), flat.take(place + stride)
        low += (flat.take(place + 1) - low) * column
        high += (flat.take(place + stride + 1) - high) * column
        low += (high - low) * row
        low[tangent > TANGENTS[-1]] = 0
        return low

    def scaled_to(self, q0: float) -> ReflectionTable:
        """The same shape with another average luminance coefficient."""
        factor = q0 / self.q0
        return ReflectionTable(
            name=f"{self.name}, Q0 {q0:g}", r=self.r * factor, source=self.source
        )


def uniform_table(q: float) -> ReflectionTable:
    """A perfectly diffuse road of luminance coefficient q: L = q E up to tan epsilon = 12.

    It is r = q cos³(epsilon) at the table's knots; between them the table is straight.
    """
    column = q / UNIT / (1 + TANGENTS**2) ** 1.5
    return ReflectionTable(
        name=f"uniform {q:g}",
        r=np.repeat(column[:, np.newaxis], BETAS_DEG.size, axis=1),
        source=Source("closed form", needs_checking=False),
    )


def read_reflection_table(
    text: str, *, name: str, source: str, s1: float | None = None, q0: float | None = None
) -> ReflectionTable:
    """Read a table from CSV: a head row of beta, then one row per tan epsilon.

    Args:
        text: 1 + 29 rows of 1 + 20 fields, decimal points; the head row's fields are beta in
            degrees, plain or as ``beta_2``.
        name: of the surface.
        source: where the table comes from; shown with its results.
        s1: what its paper says; refused where the table's own differs by more than 2 %, or
            by more than 0.01.
        q0: likewise, by more than 5 % (papers give two digits).

    Raises:
        PhotometryError: (photometry.E007) not 29 x 20 numbers on the standard's angles (a
            short "proxy" table is refused); (photometry.E008) S1 or Q0 is not what was said.

    """
    rows = [line.split(",") for line in text.splitlines() if line.strip()]
    if [len(row) for row in rows] != [1 + BETAS_DEG.size] * (1 + TANGENTS.size):
        raise _unreadable(
            f"it has {max(len(rows) - 1, 0)} rows of up to "
            f"{max([len(row) - 1 for row in rows], default=0)} values, not 29 rows of 20"
        )
    try:
        betas = [float(field.strip().removeprefix("beta_")) for field in rows[0][1:]]
        values = np.array(rows[1:], np.float64)
    except ValueError as error:
        raise _unreadable(f"a field is no number ({error})") from error
    if not np.allclose(betas, BETAS_DEG) or not np.allclose(values[:, 0], TANGENTS):
        raise _unreadable("its angles are not the standard's (tan epsilon 0 to 12, beta 0 to 180)")
    table = ReflectionTable(name=name, r=values[:, 1:], source=Source(source, needs_checking=True))
    _compare("S1", table.s1, s1, max(TOLERANCE * (s1 or 0), 0.01))
    _compare("Q0", table.q0, q0, 0.05 * (q0 or 0))
    return table


def _compare(what: str, found: float, said: float | None, within: float) -> None:
    if said is not None and not abs(found - said) <= within:
        raise PhotometryError(
            f"The reflection table has {what} {found:.3f}, but {said:g} was said.",
            fix="Check for swapped columns (beta 0 is the side beyond the point) or another table.",
            code="photometry.E008",
        )


def _unreadable(why: str) -> PhotometryError:
    return PhotometryError(
        f"This is no road reflection table of CIE form: {why}.",
        fix="Give 29 rows (tan epsilon) by 20 columns (beta) of r times 10 000, as CSV.",
        code="photometry.E007",
    )


def _even(r: NDArray[np.float64]) -> NDArray[np.float64]:
    """The table on even steps that keep all its knots, flat, with one guard column and row."""
    tangents = np.arange(0, TANGENTS[-1] + _STEP_TANGENT / 2, _STEP_TANGENT)
    betas = np.arange(_STEPS_BETA + 1.0)
    along = np.stack([np.interp(betas, BETAS_DEG, row) for row in r])
    even = np.stack([np.interp(tangents, TANGENTS, column) for column in along.T], axis=1)
    return np.pad(even, ((0, 1), (0, 1)), mode="edge").ravel()


R3 = read_reflection_table(
    R3_CSV,
    name="R3",
    source="CIE 144:2001, table R3 (dry), read from an open copy; compare before normative use",
    s1=1.11,
    q0=0.07,
)
