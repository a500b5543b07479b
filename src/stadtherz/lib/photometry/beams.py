"""Beams: what each lamp of a group sends to each point of a block, in lengths of its own height.

With u, v = (point - lamp) / height above the plane, all of EN 13201-3's point formulas are the
intensity times a function of u and v, divided by the height squared. So the height enters once,
as a factor per lamp.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from stadtherz.lib.photometry.angles import angle_of, angle_of_tangent
from stadtherz.lib.photometry.errors import PhotometryError
from stadtherz.lib.photometry.lookup import lookup_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from stadtherz.lib.photometry.lamps import Lamps
    from stadtherz.lib.photometry.lookup import Lookup

Floats = Any
FULL = 2 * np.pi
_PER_LAMP = ("number", "x_m", "y_m", "per_height", "mounting", "scale", "turn_rad")


@dataclass(frozen=True, slots=True, eq=False)
class Beams:
    """K lamps towards B points of one plane.

    Args:
        u, v: (K, B) from lamp to point along x and y, in heights.
        tan2: (K, B) u² + v², the tangent of epsilon squared.
        intensity_cd: (K, B) candela towards the point, dimming not counted.
        mounting: (K, 1) mounting height over the height above the plane; 1 on the road itself.

    """

    u: Floats
    v: Floats
    tan2: Floats
    intensity_cd: Floats
    mounting: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Group:
    """K lamps of one kind that are all upright or all tilted, ready for the kernel.

    Args:
        number: (K,) their indices in the lamps they come from.
        lookup: their light.
        x_m, y_m: (K, 1) position.
        per_height: (K, 1) one over the height above the plane.
        mounting: (K, 1) as in Beams.
        scale: (K,) factor over height squared.
        turn_rad: (K, 1) within -pi to pi; used for upright lamps.
        axes: (3, 3, K, 1) world to luminaire, or None for upright lamps.

    """

    number: NDArray[np.intp]
    lookup: Lookup
    x_m: Floats
    y_m: Floats
    per_height: Floats
    mounting: Floats
    scale: Floats
    turn_rad: Floats
    axes: Floats | None

    def split(self, most: int) -> Iterator[Group]:
        """The same lamps in groups of at most ``most``."""
        for start in range(0, len(self.number), most):
            part = slice(start, start + most)
            yield replace(
                self,
                **{name: getattr(self, name)[part] for name in _PER_LAMP},
                axes=None if self.axes is None else self.axes[:, :, part],
            )

    def beams(self, x_m: Floats, y_m: Floats) -> Beams:
        """Light towards points at x_m, y_m, both (B,) of the group's precision."""
        u, v = x_m - self.x_m, y_m - self.y_m
        u *= self.per_height
        v *= self.per_height
        tan2 = u * u
        tan2 += v * v
        light = self._light(u, v, tan2)
        return Beams(u, v, tan2, light, self.mounting)

    def _light(self, u: Floats, v: Floats, tan2: Floats) -> Floats:
        return self._upright(u, v, tan2) if self.axes is None else self._tilted(u, v, self.axes)

    def _upright(self, u: Floats, v: Floats, tan2: Floats) -> Floats:
        c_rad = angle_of(v, u)
        c_rad -= self.turn_rad
        return looked_up(self.lookup, c_rad, angle_of_tangent(np.sqrt(tan2)), reaches=FULL / 4)

    def _tilted(self, u: Floats, v: Floats, axes: Floats) -> Floats:
        x, y, z = (row[0] * u + row[1] * v - row[2] for row in axes)
        gamma_rad = angle_of(np.sqrt(x * x + y * y), -z)
        return looked_up(self.lookup, angle_of(y, x), gamma_rad, reaches=FULL / 2)


def looked_up(lookup: Lookup, c_rad: Floats, gamma_rad: Floats, *, reaches: float) -> Floats:
    """Intensity in candela, bilinear between four values (EN 13201-3:2015, clause 5).

    Args:
        lookup: the luminaire.
        c_rad, gamma_rad: arrays of one shape; both may be overwritten.
        reaches: the largest gamma that can occur.

    """
    np.maximum(gamma_rad, 0, out=gamma_rad)  # single precision may end just below
    dark = gamma_rad > lookup.last_gamma_rad if reaches > lookup.last_gamma_rad else None
    plane, step = lookup.plane_of(c_rad), lookup.step_of(gamma_rad)
    first, below = np.floor(plane), np.floor(step)
    plane -= first
    step -= below
    first *= lookup.stride
    first += below
    place = first.astype(np.intp)
    near = _lerped(lookup.flat_cd, place, step)
    place += lookup.stride
    far = _lerped(lookup.flat_cd, place, step)
    far -= near
    far *= plane
    near += far
    if dark is not None:
        near[dark] = 0.0
    return near


def _lerped(flat_cd: Floats, place: NDArray[np.intp], share: Floats) -> Floats:
    """Value at each place, going on by a share to the next one; places wrap around."""
    value = flat_cd.take(place, mode="wrap")
    place += 1
    after = flat_cd.take(place, mode="wrap")
    place -= 1
    after -= value
    after *= share
    value += after
    return value


def groups(
    lamps: Lamps, plane_m: float, origin_m: tuple[float, float], dtype: type[np.floating[Any]]
) -> Iterator[Group]:
    """Sort lamps by kind and by upright or tilted, and make them ready for one plane.

    Args:
        lamps: as given.
        plane_m: height of the points above the road.
        origin_m: x and y that become 0, so that float32 keeps its digits.
        dtype: float32 or float64.

    Raises:
        PhotometryError: (photometry.E006) a lamp hangs at or below the plane.

    """
    if len(lamps) and lamps.height_m.min() <= plane_m:
        raise PhotometryError(
            f"A luminaire hangs {lamps.height_m.min():g} m high, at or below the points that it "
            f"should light ({plane_m:g} m).",
            fix="Give the height of the photometric centre above the road.",
            code="photometry.E006",
        )
    is_tilted = (lamps.tilt_deg != 0) | (lamps.roll_deg != 0)
    for kind, light in enumerate(lamps.kinds):
        for tilted in (False, True):
            number = np.flatnonzero((lamps.kind == kind) & (is_tilted == tilted))
            if number.size:
                lookup = lookup_of(light, np.dtype(dtype))
                yield _group(lamps.chosen(number), number, lookup, plane_m, origin_m)


def _group(
    lamps: Lamps,
    number: NDArray[np.intp],
    lookup: Lookup,
    plane_m: float,
    origin_m: tuple[float, float],
) -> Group:
    height_m = lamps.height_m - plane_m
    is_tilted = bool(lamps.tilt_deg[0] or lamps.roll_deg[0])

    def column(values: NDArray[np.float64]) -> Floats:
        return values.astype(lookup.flat_cd.dtype)[..., np.newaxis]

    return Group(
        number=number,
        lookup=lookup,
        x_m=column(lamps.x_m - origin_m[0]),
        y_m=column(lamps.y_m - origin_m[1]),
        per_height=column(1 / height_m),
        mounting=column(lamps.height_m / height_m),
        scale=column(lamps.factor / height_m**2)[:, 0],
        turn_rad=column(np.radians(np.mod(lamps.turn_deg + 180.0, 360.0) - 180.0)),
        axes=column(_axes(lamps)) if is_tilted else None,
    )


def _axes(lamps: Lamps) -> NDArray[np.float64]:
    """World to luminaire: turned about z, tilted about C0, rolled about C90; (3, 3, K).

    (EN 13201-3:2015, clause 6: orientation, tilt, rotation.)
    """
    one, none = np.ones(len(lamps)), np.zeros(len(lamps))
    angles = (np.radians(each) for each in (lamps.turn_deg, lamps.tilt_deg, lamps.roll_deg))
    (ct, st), (ci, si), (cr, sr) = ((np.cos(each), np.sin(each)) for each in angles)
    turn = np.array([[ct, st, none], [-st, ct, none], [none, none, one]])
    tilt = np.array([[one, none, none], [none, ci, si], [none, -si, ci]])
    roll = np.array([[cr, none, sr], [none, one, none], [-sr, none, cr]])
    axes: NDArray[np.float64] = np.einsum("ijk,jlk,lmk->imk", roll, tilt, turn)
    return axes
