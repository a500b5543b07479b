"""Pages of lights."""

from stadtherz.modules.lights.views.desk import list_wishes, release_override, show_desk
from stadtherz.modules.lights.views.files import download_csv, download_geojson
from stadtherz.modules.lights.views.map import show_levels, show_tile, show_town_levels
from stadtherz.modules.lights.views.register import (
    find_lamp,
    list_lamps,
    list_streets,
    lock_lamp,
    show_lamp,
    unlock_lamp,
)

__all__ = [
    "download_csv",
    "download_geojson",
    "find_lamp",
    "list_lamps",
    "list_streets",
    "list_wishes",
    "lock_lamp",
    "release_override",
    "show_desk",
    "show_lamp",
    "show_levels",
    "show_tile",
    "show_town_levels",
    "unlock_lamp",
]
