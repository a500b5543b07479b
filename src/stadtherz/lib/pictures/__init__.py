"""Still pictures: what kind a file is, what the camera wrote, how the pixels stand.

    identify(data) -> Kind                                  by content, never by name
    dimensions(data) -> (width_px, height_px)               from headers, before any decoding
    read_shot(data, *, max_pixels=200_000_000, zone=UTC) -> Shot
    judge_alone(data, shot) -> Orientation                  signs inside one file
    thumbnail(data, *, max_side_px, decision=AS_SHOT, orientation_tag=1, format_="JPEG") -> bytes
    grey(data, *, max_side_px) -> array                     brightness, for comparing

All raise PictureError for a file that is no usable picture.
"""

from stadtherz.lib.pictures.errors import PictureError
from stadtherz.lib.pictures.identify import MAX_PIXELS, dimensions, identify, require_complete
from stadtherz.lib.pictures.orientation import judge_alone
from stadtherz.lib.pictures.pixels import grey, thumbnail
from stadtherz.lib.pictures.read import read_shot
from stadtherz.lib.pictures.reduce import reduced_copy
from stadtherz.lib.pictures.shot import (
    Attitude,
    Decision,
    Kind,
    Orientation,
    Rejected,
    Shot,
    VerticalReference,
    ZoneSource,
)

__all__ = [
    "MAX_PIXELS",
    "Attitude",
    "Decision",
    "Kind",
    "Orientation",
    "PictureError",
    "Rejected",
    "Shot",
    "VerticalReference",
    "ZoneSource",
    "dimensions",
    "grey",
    "identify",
    "judge_alone",
    "read_shot",
    "reduced_copy",
    "require_complete",
    "thumbnail",
]
