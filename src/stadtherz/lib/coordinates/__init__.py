"""Places as people write them: decimal degrees, degrees and minutes, UTM, UTMREF (MGRS)."""

from stadtherz.lib.coordinates.angles import format_degrees, format_dms
from stadtherz.lib.coordinates.grid import Utm, format_utm, from_utm, to_utm, zone_of
from stadtherz.lib.coordinates.position import (
    CoordinateError,
    Position,
    Reading,
    bearing_deg,
    distance_m,
)
from stadtherz.lib.coordinates.reading import parse
from stadtherz.lib.coordinates.utmref import format_utmref, from_utmref

__all__ = [
    "CoordinateError",
    "Position",
    "Reading",
    "Utm",
    "bearing_deg",
    "distance_m",
    "format_degrees",
    "format_dms",
    "format_utm",
    "format_utmref",
    "from_utm",
    "from_utmref",
    "parse",
    "to_utm",
    "zone_of",
]
