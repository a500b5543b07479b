"""How far off a directly georeferenced point may be, in metres.

Assumptions, one sigma each: position 1.5 m per axis for a plain receiver, or what RTK states;
gimbal yaw 2 degrees, pitch and roll 0.5 degrees; height above the ground 1.5 m plus 3 % of it
(barometer, take-off point, ground that is not flat). Order of magnitude from makers' data sheets
(hover accuracy 0.5 m vertical, 1.5 m horizontal with satellites) and, for the ground, an
estimate of our own. Terrain that rises or falls more than that is not covered.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from stadtherz.lib.georef.footprint import ErrorEstimate

if TYPE_CHECKING:
    from stadtherz.lib.pictures.shot import Shot

CE90_PER_SIGMA = 2.146  # radius of 90 % of a circular normal distribution
_POSITION_M, _YAW_DEG, _TILT_DEG, _HEIGHT_M, _HEIGHT_PART = 1.5, 2.0, 0.5, 1.5, 0.03


def estimate(shot: Shot, *, height_m: float, distance_m: float) -> ErrorEstimate:
    """Return the error at a ground point ``distance_m`` away from the point below the camera.

    Position adds as it is; yaw moves the point sideways by distance x angle; tilt moves it by
    (height^2 + distance^2) / height x angle; a wrong height moves it by distance / height times
    the height's error. The larger axis is reported, parts are added in squares.
    """
    position = _POSITION_M
    if shot.rtk_std_m:
        position = max(shot.rtk_std_m[0], shot.rtk_std_m[1], 0.02)
    yaw = distance_m * math.radians(_YAW_DEG)
    tilt = (height_m**2 + distance_m**2) / height_m * math.radians(_TILT_DEG)
    vertical = distance_m / height_m * (_HEIGHT_M + _HEIGHT_PART * height_m)
    angles = math.hypot(yaw, tilt)
    sigma = math.sqrt(position**2 + angles**2 + vertical**2)
    return ErrorEstimate(sigma, sigma * CE90_PER_SIGMA, position, angles, vertical)
