"""The register as files: CSV and GeoJSON, every derived position marked."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from stadtherz.core.places import queries as places
from stadtherz.modules.lights.models import Capability

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stadtherz.core.people.models import Town
    from stadtherz.modules.lights.models import Lamp

DERIVED = "position derived, no official data"
COLUMNS = (
    "number", "street", "lon", "lat", "derived", "count_published", "height_m", "luminaire",
    "power_w", "capability", "cabinet", "circuit", "programme", "attribution",
)  # fmt: skip


def attribution(town: Town | None) -> str:
    """The line that goes with derived positions: they come from the map's streets."""
    pack = places.pack_of(town)
    return f"{pack.attribution}; {DERIVED}" if pack else DERIVED


def lamps_csv(lamps: Iterable[Lamp], town: Town | None) -> str:
    """Write lamps as CSV (RFC 4180) with a header; the first characters of no cell are formulas."""
    told = attribution(town)
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    for lamp in lamps:
        row = {name: _harmless(value) for name, value in _facts(lamp).items()}
        writer.writerow({**row, "attribution": told})
    return out.getvalue()


def lamps_geojson(lamps: Iterable[Lamp], town: Town | None) -> str:
    """Write lamps as a GeoJSON FeatureCollection of points (RFC 7946)."""
    features = [
        {
            "type": "Feature",
            "id": str(lamp.id),
            "geometry": {"type": "Point", "coordinates": [round(lamp.lon, 6), round(lamp.lat, 6)]},
            "properties": _facts(lamp),
        }
        for lamp in lamps
    ]
    collection = {
        "type": "FeatureCollection", "attribution": attribution(town), "features": features,
    }  # fmt: skip
    return json.dumps(collection, ensure_ascii=False)


def _facts(lamp: Lamp) -> dict[str, Any]:
    return {
        "number": lamp.number,
        "street": lamp.street,
        "lon": round(lamp.lon, 6),
        "lat": round(lamp.lat, 6),
        "derived": DERIVED if lamp.position_is_derived else "",
        "count_published": "yes" if lamp.count_is_published else "no",
        "height_m": lamp.height_m,
        "luminaire": lamp.luminaire_type.label,
        "power_w": lamp.power_w,
        "capability": Capability(lamp.capability).name.lower(),
        "cabinet": lamp.circuit.cabinet if lamp.circuit else "",
        "circuit": lamp.circuit.name if lamp.circuit else "",
        "programme": lamp.programme.label,
    }


def _harmless(value: Any) -> Any:
    """Keep spreadsheets from reading a name as a formula."""
    is_formula = isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t"}
    return f"'{value}" if is_formula else value
