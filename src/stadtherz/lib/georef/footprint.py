"""What a shot covers on flat ground, how sure that is, and the types that say it."""

from __future__ import annotations

from dataclasses import dataclass

LonLat = tuple[float, float]
Corners = tuple[LonLat, LonLat, LonLat, LonLat]


@dataclass(frozen=True, slots=True)
class ErrorEstimate:
    """Horizontal error of the picture's centre on the ground, in metres.

    ``sigma_m`` is one sigma per axis, ``ce90_m`` the radius that holds 90 % (2.146 sigma);
    the three parts add up in squares.
    """

    sigma_m: float
    ce90_m: float
    position_m: float
    angles_m: float
    height_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """The ground that one picture covers.

    ``corners`` are top-left, top-right, bottom-right, bottom-left (the order of a MapLibre
    image source) of the picture after the orientation decision is applied, as
    ``pictures.thumbnail(..., orientation=decision)`` makes it; ``stored_corners`` are the same
    for the pixels as stored in the file. ``clipped`` says that a ray passed the horizon or the
    maximum range and was cut there: then draw the outline, but do not stretch the picture.
    ``gsd_m`` is the ground size of one stored pixel at the centre; None when the centre's ray
    does not meet the ground. ``look_azimuth_deg`` is where the camera looks, clockwise from
    north; for a camera looking straight down, where the picture's top points.
    """

    corners: Corners
    stored_corners: Corners
    centre: LonLat | None
    clipped: bool
    gsd_m: float | None
    look_azimuth_deg: float
    error: ErrorEstimate
    notes: tuple[str, ...] = ()
