"""One camera at one place: pixels to ground, ground to pixels, and the footprint."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stadtherz.lib.georef.accuracy import estimate
from stadtherz.lib.georef.camera import Camera, as_shot, camera_of
from stadtherz.lib.georef.footprint import Corners, Footprint, LonLat
from stadtherz.lib.georef.frame import LocalFrame
from stadtherz.lib.georef.pose import Pose, pose_of
from stadtherz.lib.pictures.shot import Decision, Shot

Array = NDArray[np.float64]
MAX_RANGE_M = 2_000.0
_NEARLY_DOWN_DEG = -80.0
_LEVEL = 1e-9  # rays flatter than this never meet the ground


@dataclass(frozen=True, slots=True)
class View:
    """A shot with its camera, pose and orientation decision, over flat ground."""

    shot: Shot
    camera: Camera
    pose: Pose
    decision: Decision
    frame: LocalFrame

    def ground_metres(self, x_px: Array, y_px: Array) -> Array:
        """Return east and north in metres from the camera for stored pixels, shape (2, ...).

        NaN where a ray does not meet the ground.
        """
        shot_x, shot_y = as_shot(x_px, y_px, self.camera, self.decision)
        rays = np.tensordot(self.pose.rotation(), self.camera.rays(shot_x, shot_y), axes=1)
        falls = np.where(rays[2] < -_LEVEL, -rays[2], np.nan)
        ground: Array = rays[:2] * (self.pose.height_m / falls)
        return ground

    def pixels(self, east_m: Array, north_m: Array) -> tuple[Array, Array]:
        """Return stored pixel positions of ground points; NaN behind the camera."""
        points = np.stack([east_m, north_m, np.full_like(east_m, -self.pose.height_m)])
        right, down, ahead = np.tensordot(self.pose.rotation().T, points, axes=1)
        ahead = np.where(ahead > _LEVEL, ahead, np.nan)
        x = right / ahead * self.camera.focal_px + self.camera.width_px / 2
        y = down / ahead * self.camera.focal_px + self.camera.height_px / 2
        turns = self.decision.quarter_turns
        back = Decision.of_turns(-turns)  # stored to shot of the opposite turn is shot to stored
        sizes = self.camera
        if turns % 2:
            sizes = Camera(sizes.focal_px, sizes.height_px, sizes.width_px, sizes.source)
        return as_shot(x, y, sizes, back)

    def to_ground(self, x_px: float, y_px: float) -> LonLat | None:
        """Return longitude and latitude of a stored pixel; None at or above the horizon."""
        east, north = self.ground_metres(np.asarray(float(x_px)), np.asarray(float(y_px)))
        if not (np.isfinite(east) and np.isfinite(north)) or math.hypot(east, north) > 1e6:  # noqa: PLR2004 -- beyond any horizon
            return None
        return self.frame.to_degrees(float(east), float(north))

    def to_pixel(self, lon_deg: float, lat_deg: float) -> tuple[float, float] | None:
        """Return the stored pixel of a ground position; None outside the picture."""
        east, north = self.frame.to_metres(lon_deg, lat_deg)
        x_at, y_at = self.pixels(np.asarray(east), np.asarray(north))
        x, y = float(x_at), float(y_at)
        inside = 0 <= x <= self.shot.width_px and 0 <= y <= self.shot.height_px
        return (x, y) if inside else None

    def footprint(self, *, max_range_m: float = MAX_RANGE_M) -> Footprint:
        """Return what the picture covers; rays past ``max_range_m`` are cut there and flagged."""
        corners, clipped = self._corners(max_range_m)
        stored = self._stored(corners)
        middle = self.shot.width_px / 2, self.shot.height_px / 2
        ground = self.ground_metres(np.asarray(middle[0]), np.asarray(middle[1]))
        distance = float(np.hypot(*ground))
        near = math.isfinite(distance) and distance <= max_range_m
        reach = distance if near else max_range_m
        notes = [f"camera model: {self.camera.source}", "ground: flat, at take-off height"]
        if clipped:
            notes.append(f"rays past the horizon or {max_range_m:.0f} m were cut")
        if self.decision is Decision.UNVERIFIED:
            notes.append("orientation unverified")
        return Footprint(
            corners=corners,
            stored_corners=stored,
            centre=self.to_ground(*middle) if near else None,
            clipped=clipped,
            gsd_m=math.hypot(distance, self.pose.height_m) / self.camera.focal_px if near else None,
            look_azimuth_deg=self._azimuth(),
            error=estimate(self.shot, height_m=self.pose.height_m, distance_m=reach),
            notes=tuple(notes),
        )

    def _azimuth(self) -> float:
        """Return where the camera looks; for a camera looking down, where its top points."""
        axes = self.pose.rotation()
        down = self.pose.attitude.pitch_deg < _NEARLY_DOWN_DEG
        east, north = (-axes[:2, 1]) if down else axes[:2, 2]
        return math.degrees(math.atan2(east, north)) % 360

    def _corners(self, max_range_m: float) -> tuple[Corners, bool]:
        width, height = float(self.camera.width_px), float(self.camera.height_px)
        x, y = np.array([0, width, width, 0]), np.array([0, 0, height, height])
        rays = np.tensordot(self.pose.rotation(), self.camera.rays(x, y), axes=1)
        flat = np.hypot(rays[0], rays[1])
        with np.errstate(divide="ignore"):
            reach = np.where(rays[2] < 0, flat * self.pose.height_m / -rays[2], np.inf)
        cut = np.minimum(reach, max_range_m)
        scale = np.divide(cut, flat, out=np.zeros_like(flat), where=flat > 0)
        points = [
            self.frame.to_degrees(float(e), float(n))
            for e, n in zip(rays[0] * scale, rays[1] * scale, strict=True)
        ]
        return (points[0], points[1], points[2], points[3]), bool((reach > max_range_m).any())

    def _stored(self, corners: Corners) -> Corners:
        """Return the corners in the order of the stored picture: each turn moves them on by one."""
        at = -self.decision.quarter_turns % 4
        turned = corners[at:] + corners[:at]
        return (turned[0], turned[1], turned[2], turned[3])


def view_of(
    shot: Shot, *, decision: Decision = Decision.UNVERIFIED, pose: Pose | None = None
) -> View:
    """Return the view of a shot, by its own pose or one entered by hand.

    Raises GeorefError when the shot lacks position, height, angles or camera.
    """
    where = pose or pose_of(shot)
    frame = LocalFrame(where.lon_deg, where.lat_deg)
    return View(shot, camera_of(shot, decision), where, decision, frame)
