"""PMTiles version 3: all tiles in one file. Source: github.com/protomaps/PMTiles, spec/v3."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pmtiles.reader
import pmtiles.writer
from pmtiles.tile import Compression, TileType, zxy_to_tileid

from stadtherz.lib.tiles.grid import TileKey

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stadtherz.lib.osm import Bbox

# the library carries no types for these
_reader: Any = pmtiles.reader
_writer: Any = pmtiles.writer

LAYER_NAMES = ("landuse", "water", "rail", "roads", "buildings", "trees", "pois", "labels")
E7 = 10_000_000


def to_archive(tiles: Mapping[TileKey, bytes], bbox: Bbox, *, name: str, attribution: str) -> bytes:
    """Put gzipped tiles into one PMTiles archive, ordered along its curve.

    Raises ``ValueError`` when there are no tiles.
    """
    if not tiles:
        raise ValueError("an archive needs at least one tile")
    west, south, east, north = (round(value * E7) for value in bbox)
    target = io.BytesIO()
    writer = _writer.Writer(target)
    for key in sorted(tiles, key=lambda key: zxy_to_tileid(*key)):
        writer.write_tile(zxy_to_tileid(*key), tiles[key])
    header = {
        "version": 3,
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": west, "min_lat_e7": south, "max_lon_e7": east, "max_lat_e7": north,
        "center_zoom": 13,
        "center_lon_e7": (west + east) // 2, "center_lat_e7": (south + north) // 2,
    }  # fmt: skip
    about = {
        "name": name,
        "attribution": attribution,
        "vector_layers": [{"id": layer, "fields": {}} for layer in LAYER_NAMES],
    }
    writer.finalize(header, about)
    return target.getvalue()


class Archive:
    """A PMTiles archive held in memory; damaged bytes raise ``ValueError``.

    Args:
        content: the file's bytes.

    """

    def __init__(self, content: bytes) -> None:
        source = _reader.MemorySource(content)
        try:
            header = _reader.Reader(source).header()
            self._tiles = {TileKey(*key): tile for key, tile in _reader.all_tiles(source)}
        except Exception as error:  # the reader raises many kinds on damaged bytes
            raise ValueError(f"not a PMTiles archive: {error}") from error
        end = header["tile_data_offset"] + header["tile_data_length"]
        if header["tile_type"] is not TileType.MVT or end != len(content):
            raise ValueError("not an archive of vector tiles, or cut short")
        self.min_zoom: int = header["min_zoom"]
        self.max_zoom: int = header["max_zoom"]

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """A gzipped vector tile (send with ``Content-Encoding: gzip``), or ``None``."""
        return self._tiles.get(TileKey(z, x, y))

    def __len__(self) -> int:
        return len(self._tiles)

    def __iter__(self) -> Iterator[TileKey]:
        return iter(self._tiles)
