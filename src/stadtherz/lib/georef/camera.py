"""The camera's inside: from stored pixels to directions, by a pinhole model.

Distortion is not modelled: drone cameras correct it before storing, and what is left is far
below the error of the angles.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stadtherz.lib.georef.errors import GeorefError
from stadtherz.lib.pictures.shot import Decision, Shot

Array = NDArray[np.float64]
_FULL_FRAME_WIDTH_MM = 36.0


@dataclass(frozen=True, slots=True)
class Camera:
    """A pinhole camera in the frame of the picture as shot (before any turn).

    ``focal_px`` is in pixels of this picture; the principal point is its middle.
    """

    focal_px: float
    width_px: int
    height_px: int
    source: str

    def rays(self, x_px: Array, y_px: Array) -> Array:
        """Return directions right, down, ahead of pixel positions, shape (3, ...)."""
        right = (x_px - self.width_px / 2) / self.focal_px
        down = (y_px - self.height_px / 2) / self.focal_px
        return np.stack([right, down, np.ones_like(right)])


def camera_of(shot: Shot, decision: Decision = Decision.UNVERIFIED) -> Camera:
    """Return the camera of a shot: calibrated focal length, else sensor width, else 35 mm value.

    A calibrated length counts in pixels of the original, so a reduced copy scales it by the
    ratio of stored to EXIF pixels. The 35 mm equivalent is taken along the picture's long side
    (36 mm). Raises GeorefError when none of the three is known.
    """
    width, height = shot.width_px, shot.height_px
    if decision.quarter_turns % 2:
        width, height = height, width
    long_side = max(width, height)
    original = max(shot.exif_width_px or 0, shot.exif_height_px or 0) or long_side
    if shot.calibrated_focal_length_px:
        focal = shot.calibrated_focal_length_px * long_side / original
        return Camera(focal, width, height, "calibrated focal length")
    if shot.focal_length_mm and shot.sensor_width_mm:
        focal = shot.focal_length_mm / shot.sensor_width_mm * long_side
        return Camera(focal, width, height, "focal length and sensor width")
    if shot.focal_length_35mm:
        focal = shot.focal_length_35mm / _FULL_FRAME_WIDTH_MM * long_side
        return Camera(focal, width, height, "35 mm equivalent")
    raise GeorefError(
        "The photo does not say how wide its camera sees (no focal length).",
        fix="Place it by hand on the map, or add the camera's sensor width to the table.",
        code="georef.E002",
    )


def as_shot(x_px: Array, y_px: Array, camera: Camera, decision: Decision) -> tuple[Array, Array]:
    """Return positions in the picture as shot for positions in the stored picture."""
    width, height = float(camera.width_px), float(camera.height_px)
    turns = decision.quarter_turns
    if turns == 1:  # stored = shot turned clockwise: stored x runs up the shot's columns
        return y_px, height - x_px
    if turns == 2:  # noqa: PLR2004 -- half a turn
        return width - x_px, height - y_px
    if turns == 3:  # noqa: PLR2004 -- three quarters
        return width - y_px, x_px
    return x_px, y_px
