"""The pack's own files as bytes and back: gzipped tables, places as GeoJSON lines."""

from __future__ import annotations

import csv
import gzip
import io
import json
from typing import TYPE_CHECKING

import shapely
from shapely.geometry import mapping, shape

from stadtherz.lib.townpack.values import Address, Place, Poi

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ADDRESS_COLUMNS = ("street", "housenumber", "postcode", "city", "lon", "lat")
POI_COLUMNS = ("osm", "name", "kind", "lon", "lat")


def addresses_to_bytes(addresses: Iterable[Address]) -> bytes:
    """A gzipped UTF-8 table with a heading."""
    return _table(
        ADDRESS_COLUMNS,
        ((a.street, a.housenumber, a.postcode, a.city, a.lon, a.lat) for a in addresses),
    )


def addresses_from_bytes(content: bytes) -> tuple[Address, ...]:
    """Read the table back; ``ValueError`` when it is not one."""
    rows = _rows(content, ADDRESS_COLUMNS)
    return tuple(
        Address(street, number, postcode, city, _degrees(lon), _degrees(lat))
        for street, number, postcode, city, lon, lat in rows
    )


def pois_to_bytes(pois: Iterable[Poi]) -> bytes:
    """A gzipped UTF-8 table with a heading."""
    return _table(POI_COLUMNS, ((p.osm, p.name, p.kind, p.lon, p.lat) for p in pois))


def pois_from_bytes(content: bytes) -> tuple[Poi, ...]:
    """Read the table back; ``ValueError`` when it is not one."""
    rows = _rows(content, POI_COLUMNS)
    return tuple(
        Poi(osm, name, kind, _degrees(lon), _degrees(lat)) for osm, name, kind, lon, lat in rows
    )


def places_to_bytes(places: Iterable[Place]) -> bytes:
    """One GeoJSON feature (RFC 7946) per line, gzipped."""
    lines = (
        json.dumps(
            {
                "type": "Feature",
                "id": place.osm,
                "properties": {"name": place.name, "kind": place.kind},
                "geometry": mapping(place.shape),
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for place in places
    )
    return _zip("".join(f"{line}\n" for line in lines).encode())


def places_from_bytes(content: bytes) -> tuple[Place, ...]:
    """Read the lines back; ``ValueError`` when one is no feature."""
    try:
        return tuple(_place(line) for line in _unzip(content).splitlines())
    except (KeyError, TypeError, AttributeError, shapely.errors.ShapelyError) as error:
        raise ValueError(f"not a list of places: {error}") from error


def _place(line: str) -> Place:
    feature = json.loads(line)
    about = feature["properties"]
    return Place(feature["id"], about["name"], about["kind"], shape(feature["geometry"]))


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return _zip(target.getvalue().encode())


def _rows(content: bytes, columns: Sequence[str]) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(_unzip(content)))
    if next(reader, None) != list(columns):
        raise ValueError(f"the table does not begin with {', '.join(columns)}")
    for row in reader:
        if len(row) != len(columns):
            raise ValueError(f"line {reader.line_num} has {len(row)} of {len(columns)} fields")
        yield row


def _degrees(text: str) -> float:
    value = float(text)
    if not -180 <= value <= 180:  # noqa: PLR2004 - degrees
        raise ValueError(f"{text} is no degree")
    return value


def _zip(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=9, mtime=0)


def _unzip(content: bytes) -> str:
    try:
        return gzip.decompress(content).decode()
    except (OSError, EOFError) as error:
        raise ValueError(f"not gzipped or cut short: {error}") from error
