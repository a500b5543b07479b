"""Direct georeferencing: from one shot to the ground that it shows, with an error estimate.

    view_of(shot, *, decision=..., pose=None) -> View       camera and pose together
    View.footprint(*, max_range_m=2000.0) -> Footprint      corners, error, ground sample distance
    View.to_ground(x_px, y_px) -> LonLat | None             stored pixel to ground
    View.to_pixel(lon_deg, lat_deg) -> (x, y) | None        ground to stored pixel
    relocate(shots, *, to_lon, to_lat) -> tuple[Shot, ...]  a recorded mission somewhere else
    agreement(a, b, ...) -> Agreement                       do two photos agree on the ground?
    orientations(photos) -> tuple[Orientation, ...]         decide a whole mission by neighbours

Raises GeorefError when a shot lacks position, height, angles or camera.
"""

from stadtherz.lib.georef.agreement import Agreement, Photo, agreement
from stadtherz.lib.georef.camera import Camera, camera_of
from stadtherz.lib.georef.errors import GeorefError
from stadtherz.lib.georef.footprint import Corners, ErrorEstimate, Footprint, LonLat
from stadtherz.lib.georef.mission import (
    Pair,
    disagreement_m,
    neighbours,
    orientations,
    relocate,
)
from stadtherz.lib.georef.pose import Pose, pose_of
from stadtherz.lib.georef.view import MAX_RANGE_M, View, view_of

__all__ = [
    "MAX_RANGE_M",
    "Agreement",
    "Camera",
    "Corners",
    "ErrorEstimate",
    "Footprint",
    "GeorefError",
    "LonLat",
    "Pair",
    "Photo",
    "Pose",
    "View",
    "agreement",
    "camera_of",
    "disagreement_m",
    "neighbours",
    "orientations",
    "pose_of",
    "relocate",
    "view_of",
]
