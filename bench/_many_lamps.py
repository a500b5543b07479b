"""Fills an installation's register for `bench/map.py`, and writes it as one GeoJSON.

    python bench/_many_lamps.py TOTAL FILE    (in the environment of an installation)

The town's own lamps are repeated beside it, block by block, so that the number grows at the
density of a real town: 250,000 lamps are a city of Berlin's size, not 30 lamps on each pole.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stadtherz.modules.lights.models import Lamp

CHUNK = 1000


def blocks() -> Iterator[tuple[int, int]]:
    """Steps east and north of one block after the other, ring by ring around the town."""
    ring = 0
    while True:
        ring += 1
        for east in range(-ring, ring + 1):
            for north in range(-ring, ring + 1):
                if max(abs(east), abs(north)) == ring:
                    yield east, north


def fill(total: int) -> int:
    """Repeat the lamps until there are `total`; gives how many there are."""
    from stadtherz.core.places.contract import gather_statistics  # noqa: PLC0415 -- app ready
    from stadtherz.modules.lights.models import Lamp  # noqa: PLC0415 -- app ready

    own = list(Lamp.objects.order_by("row"))
    wide = max(lamp.lon for lamp in own) - min(lamp.lon for lamp in own)
    high = max(lamp.lat for lamp in own) - min(lamp.lat for lamp in own)
    fresh: list[Lamp] = []
    for block, (east, north) in enumerate(blocks(), start=1):
        for lamp in own:
            row = len(own) + len(fresh)
            if row >= total:
                break
            fresh.append(_again(lamp, row, block, lamp.lon + east * wide, lamp.lat + north * high))
        if len(own) + len(fresh) >= total:
            break
    for start in range(0, len(fresh), CHUNK):  # short transactions: the program runs meanwhile
        Lamp.objects.bulk_create(fresh[start : start + CHUNK])
    gather_statistics(Lamp._meta.db_table)  # noqa: SLF001 -- Django's documented model API
    return Lamp.objects.count()


def _again(lamp: Lamp, row: int, block: int, lon: float, lat: float) -> Lamp:
    """The same lamp in another block; it lies on no street graph."""
    kept = {
        name: getattr(lamp, name)
        for name in (
            "organisation_id", "street", "height_m", "luminaire_type_id", "power_w", "capability",
            "circuit_id", "programme_id", "near_window", "position_is_derived",
        )
    }  # fmt: skip
    return type(lamp)(row=row, number=f"B{block:03d}-{row:06d}", lon=lon, lat=lat, **kept)


def write_geojson(file: Path) -> None:
    """Write what a tile holds of each lamp, and a level, gzipped."""
    from stadtherz.modules.lights.models import Lamp  # noqa: PLC0415 -- app ready

    rows = Lamp.objects.order_by("row").values_list("row", "street", "lon", "lat", "capability")
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]},
            "properties": {
                "id": row, "s": street, "c": capability,
                "level": round(50 + 50 * math.sin(row)), "known": "confirmed",
            },
        }
        for row, street, lon, lat, capability in rows
    ]  # fmt: skip
    collection = {"type": "FeatureCollection", "features": features}
    told = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
    file.write_bytes(gzip.compress(told.encode(), 6))


if __name__ == "__main__":
    django.setup()
    if int(sys.argv[1]):
        fill(int(sys.argv[1]))
    write_geojson(Path(sys.argv[2]))
