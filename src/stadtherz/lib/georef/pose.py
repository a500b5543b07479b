"""Where a camera stood and how it was held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from stadtherz.lib.georef.errors import GeorefError

if TYPE_CHECKING:
    from stadtherz.lib.pictures.shot import Attitude, Shot

Array = NDArray[np.float64]
_FIX = "Enter position and direction by hand, or send the original file from the drone."


@dataclass(frozen=True, slots=True)
class Pose:
    """Position in WGS 84 degrees, height above the flat ground in metres, and the attitude."""

    lon_deg: float
    lat_deg: float
    height_m: float
    attitude: Attitude

    def rotation(self) -> Array:
        """Return the matrix from camera axes (right, down, ahead) to east, north, up."""
        return rotation(self.attitude)


def pose_of(shot: Shot) -> Pose:
    """Return the pose of a shot; the ground lies flat at the height of the take-off point.

    Raises GeorefError when position, height above take-off or the gimbal's angles are missing,
    or when the camera was not above the ground.
    """
    if shot.lon_deg is None or shot.lat_deg is None:
        raise _missing("position (no GPS in the file)")
    if shot.relative_altitude_m is None:
        raise _missing("height above the take-off point")
    if shot.gimbal is None:
        raise _missing("viewing direction (no gimbal angles)")
    if shot.relative_altitude_m < 1.0:
        raise GeorefError(
            f"The camera was {shot.relative_altitude_m:.1f} m above its take-off point: "
            "too low to compute what it saw on the ground.",
            fix=_FIX,
            code="georef.E003",
        )
    return Pose(shot.lon_deg, shot.lat_deg, shot.relative_altitude_m, shot.gimbal)


def rotation(attitude: Attitude) -> Array:
    """Return the matrix from camera axes (right, down, ahead) to east, north, up.

    Yaw turns about the vertical, then pitch about the camera's right, then roll about the line
    of sight (aviation order z-y'-x''). At all angles 0 the camera looks north, level.
    """
    yaw, pitch, roll = np.radians([attitude.yaw_deg, attitude.pitch_deg, attitude.roll_deg])
    level_right = np.array([np.cos(yaw), -np.sin(yaw), 0.0])
    level_ahead = np.array([np.sin(yaw), np.cos(yaw), 0.0])
    up = np.array([0.0, 0.0, 1.0])
    ahead = np.cos(pitch) * level_ahead + np.sin(pitch) * up
    head = np.cos(pitch) * up - np.sin(pitch) * level_ahead
    right = np.cos(roll) * level_right - np.sin(roll) * head
    down = -(np.cos(roll) * head + np.sin(roll) * level_right)
    matrix: Array = np.stack([right, down, ahead], axis=1)
    return matrix


def _missing(what: str) -> GeorefError:
    return GeorefError(f"The photo does not carry its {what}.", fix=_FIX, code="georef.E001")
