"""Places over the public API: search, nearest address, what lies in a box."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from ninja import Query, Router

from stadtherz.core.people import queries as people
from stadtherz.core.people.contract import public
from stadtherz.core.places.errors import PlaceError
from stadtherz.core.places.kinds import kind_label
from stadtherz.core.places.models import Address
from stadtherz.core.places.queries import find, nearest_address, pack_of, places_of, within
from stadtherz.core.places.queries.candidates import of_address
from stadtherz.core.places.schemas import FeatureOut, FeaturesOut, NearestOut, PlaceOut
from stadtherz.lib.coordinates import Position

if TYPE_CHECKING:
    from django.http import HttpRequest

    from stadtherz.core.places.models import Place

router = Router()


@router.get("/search", response=list[PlaceOut], summary="What a typed line may mean")
@public
def search(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=120)],
    limit: Annotated[int, Query(ge=1, le=30)] = 8,
) -> list[PlaceOut]:
    """Address, street, place, decimal degrees, UTM or UTMREF to places, the likeliest first."""
    return [PlaceOut(**found.to_json()) for found in find(q, people.town(), limit=limit)]


@router.get("/addresses/nearest", response=NearestOut, summary="The nearest address")
@public
def nearest(
    request: HttpRequest,
    lon: float,
    lat: float,
    radius_m: Annotated[float, Query(gt=0, le=5000)] = 1000.0,
) -> NearestOut:
    """The address nearest to a point; 404 when there is none within the radius."""
    Position(lat_deg=lat, lon_deg=lon)
    found = nearest_address(people.town(), lon, lat, radius_m=radius_m)
    if found is None:
        raise Address.DoesNotExist
    distance_m: float = found.distance_m  # type: ignore[attr-defined] # annotated by queries.near
    return NearestOut(**of_address(found).to_json(), distance_m=round(distance_m, 1))


@router.get("/within", response=FeaturesOut, summary="Places in a box, as GeoJSON")
@public
def in_box(
    request: HttpRequest,
    bbox: Annotated[str, Query(description="west,south,east,north in degrees")],
    kind: str = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> FeaturesOut:
    """Public places that touch a box."""
    town = people.town()
    rows = list(within(places_of(town, kind=kind), _box(bbox))[: limit + 1])
    pack = pack_of(town)
    return FeaturesOut(
        features=[_feature(place) for place in rows[:limit]],
        attribution=pack.attribution if pack else "",
        licence=pack.licence if pack else "",
        is_complete=len(rows) <= limit,
    )


def _box(text: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise PlaceError(
            "The box cannot be read.",
            fix="Write four numbers with commas: west,south,east,north.",
            code="places.E005",
        ) from error
    return west, south, east, north


def _feature(place: Place) -> FeatureOut:
    point = {"type": "Point", "coordinates": [place.lon, place.lat]}
    return FeatureOut(
        id=str(place.pk),
        geometry=place.geojson or point,
        properties={
            "name": place.name,
            "kind": place.kind,
            "label": str(kind_label(place.kind)),
            "source": place.source,
            "is_derived": place.is_derived,
        },
    )
