"""OpenStreetMap extracts as plain values: ``read_extract(path) -> Extract``."""

from __future__ import annotations

from stadtherz.lib.osm.errors import TownFileError
from stadtherz.lib.osm.read import read_extract
from stadtherz.lib.osm.values import Area, Bbox, Extract, Line, Point, Tags

__all__ = ["Area", "Bbox", "Extract", "Line", "Point", "Tags", "TownFileError", "read_extract"]
