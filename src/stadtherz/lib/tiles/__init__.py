"""The offline base map: vector tiles cut from an extract, their archive, and a plain picture.

- ``features_of(extract) -> list[Feature]``: what is drawn, by layer, from which zoom on.
- ``cut_tiles(features, bbox, ...) -> dict[TileKey, bytes]``: gzipped Mapbox vector tiles.
- ``to_archive(tiles, ...) -> bytes`` and ``Archive(content).tile(z, x, y)``: PMTiles version 3.
- ``frame_of(bbox, width_px=...)`` and ``svg(archive, frame, title=...)``: the accessible picture.

Layers and attributes (from zoom 10 unless said):
``landuse`` kind · ``water`` kind, name (areas and lines) · ``rail`` kind · ``buildings`` from 14 ·
``roads`` kind (the value of ``highway``), ref, name and bridge and tunnel from 13, oneway from 14;
residential streets from 12, service roads 13, footways 14 · ``pois`` kind, name, from 14 ·
``trees`` from 15 · ``labels`` points: kind, name, rank (1 city ... 5 local).
Street names are placed along ``roads``, which are merged per street.
"""

from __future__ import annotations

from stadtherz.lib.tiles.archive import Archive, to_archive
from stadtherz.lib.tiles.cut import cut_tiles
from stadtherz.lib.tiles.grid import TileKey, project, tiles_in
from stadtherz.lib.tiles.layers import Feature, features_of
from stadtherz.lib.tiles.svg import Frame, frame_of, svg

__all__ = [
    "Archive",
    "Feature",
    "Frame",
    "TileKey",
    "cut_tiles",
    "features_of",
    "frame_of",
    "project",
    "svg",
    "tiles_in",
    "to_archive",
]
