"""Everything that changes lamps and what is wanted of them."""

from stadtherz.modules.lights.actions.deriving import derive_lamps
from stadtherz.modules.lights.actions.grouping import group_lamps
from stadtherz.modules.lights.actions.locking import lock, unlock
from stadtherz.modules.lights.actions.overriding import release, switch
from stadtherz.modules.lights.actions.scenes import (
    close_scene_light,
    open_scene_light,
    renew_scene_light,
)

__all__ = [
    "close_scene_light",
    "derive_lamps",
    "group_lamps",
    "lock",
    "open_scene_light",
    "release",
    "renew_scene_light",
    "switch",
    "unlock",
]
