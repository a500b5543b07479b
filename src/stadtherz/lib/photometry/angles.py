"""Angles of directions, fast where single precision is enough.

NumPy's arctan2 takes about forty nanoseconds per value without AVX-512. In float32 an odd
polynomial of degree 13 on a quotient within -1 to 1 takes a few and is within 3e-7 rad of it
(and rounding).
"""

from __future__ import annotations

from typing import Any

import numpy as np

Floats = Any

QUARTER = np.pi / 4
ARCTAN = (
    0.999996111,
    -0.333173671,
    0.198078068,
    -0.13233308,
    0.0796230345,
    -0.033603654,
    0.00681160157,
)
"""Coefficients of a, a^3, a^5 ...: a minimax fit to arctan(a) on -1 to 1."""
TINY = 1e-30
SIGN_BIT = np.int32(-(2**31))


def angle_of(y: Floats, x: Floats) -> Floats:
    """Angle of (x, y) from the x axis towards y, in radians within -pi to pi.

    Args:
        y, x: arrays of one shape and dtype (float32 or float64); left unchanged.

    """
    if y.dtype != np.float32:
        return np.arctan2(y, x)
    width, height = np.abs(x), np.abs(y)
    size = width + height
    np.maximum(size, TINY, out=size)
    height -= width
    height /= size
    angle = arctan32(height)  # first quadrant, from its bisector
    np.subtract(QUARTER, angle, out=angle)
    bits = angle.view(np.int32)
    bits ^= x.view(np.int32) & SIGN_BIT
    np.subtract(2 * QUARTER, angle, out=angle)
    bits |= y.view(np.int32) & SIGN_BIT
    return angle


def angle_of_tangent(tangent: Floats) -> Floats:
    """Angle of each tangent, 0 or more, in radians within 0 to pi / 2."""
    if tangent.dtype != np.float32:
        return np.arctan(tangent)
    above, below = tangent + 1, tangent - 1
    below /= above
    angle = arctan32(below)
    angle += QUARTER
    return angle


def arctan32(ratio: Floats) -> Floats:
    """Arc tangent of float32 values within -1 to 1; overwrites its argument."""
    square = ratio * ratio
    total = square * ARCTAN[-1]
    for coefficient in ARCTAN[-2:0:-1]:
        total += coefficient
        total *= square
    total += ARCTAN[0]
    total *= ratio
    return total
