"""The shape of the API's answers."""

from __future__ import annotations

from typing import Any

from ninja import Field, Schema


class PlaceOut(Schema):
    """A place that a typed line may mean."""

    kind: str = Field(description="address, street, place or coordinates")
    label: str
    detail: str
    lon: float = Field(description="degrees, WGS84")
    lat: float = Field(description="degrees, WGS84")
    utmref: str = Field(description="UTMREF (MGRS) to one metre, empty beyond its grid")
    value: str = Field(description="kind and id of the row; empty for coordinates")


class NearestOut(PlaceOut):
    """The address nearest to a point."""

    distance_m: float


class FeatureOut(Schema):
    """A GeoJSON feature (RFC 7946, section 3.2)."""

    type: str = "Feature"
    id: str
    geometry: dict[str, Any]
    properties: dict[str, Any]


class FeaturesOut(Schema):
    """A GeoJSON collection with the line that must stand beside it."""

    type: str = "FeatureCollection"
    features: list[FeatureOut]
    attribution: str
    licence: str
    is_complete: bool = Field(description="false when more lie in the box than were asked for")
