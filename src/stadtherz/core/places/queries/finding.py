"""What a typed line means: an address, a street, a place, coordinates of any notation."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext as _

from stadtherz.core.places.domain import LONGEST_QUESTION, folded, questions
from stadtherz.core.places.models import Address, Place, Street
from stadtherz.core.places.queries.candidates import (
    Candidate,
    of_address,
    of_place,
    of_street,
    utmref_of,
)
from stadtherz.core.places.queries.packs import pack_of
from stadtherz.core.places.queries.spatial import nearest_address
from stadtherz.lib.coordinates import CoordinateError, Position, format_degrees, parse

if TYPE_CHECKING:
    from uuid import UUID

    from stadtherz.core.people.models import Town
    from stadtherz.core.places.domain import Question

BUS_STOP = "highway=bus_stop"
FEWEST_DIGITS = 3
SHORTEST_QUESTION = 2
SHORTEST_GUESS = 5
ALIKE = 0.8
STREETS_LOOKED_AT = 40
_SQUARE = re.compile(r"\s*[A-HJ-NP-Z]{2}\s*\d", re.IGNORECASE)


def find(text: str, town: Town | None, *, limit: int = 8) -> list[Candidate]:
    """The places that a typed line may mean, the likeliest first.

    Args:
        text: an address, street or name, also half typed; decimal degrees, degrees with minutes,
            UTM, UTMREF, also without the zone where it is the town's own.
        town: whose addresses count; coordinates are read without one too.
        limit: how many at most.

    """
    text = text.strip()[:LONGEST_QUESTION]
    if len(text) < SHORTEST_QUESTION:
        return []
    found = _coordinates(text, town)
    if town is not None and not found:
        found = _by_name(text, town, limit)
    return found[:limit]


def _by_name(text: str, town: Town, limit: int) -> list[Candidate]:
    ways = questions(text, town.name)
    for way in ways:
        streets = _streets(town, way)
        numbered = _numbered(streets, way, limit) if way.number and streets else []
        places = [] if way.number else _places(town, way, limit)
        shown = numbered or [of_street(street, way.number) for street in streets[:limit]]
        if shown or places:
            return _mixed(shown, places, limit)
    return _guessed(town, ways[0], limit) if ways else []


def _mixed(streets: list[Candidate], places: list[Candidate], limit: int) -> list[Candidate]:
    """Streets first, but places keep at least three seats."""
    seats = limit - min(len(places), 3)
    return [*streets[:seats], *places][:limit]


def _streets(town: Town, way: Question) -> list[Street]:
    begins = When(search__startswith=f" {way.words[0]}", then=Value(0))
    rank = Case(begins, default=Value(1), output_field=IntegerField())
    rows = Street.objects.filter(_all_words(way), town=town)
    return list(rows.order_by(rank, "-address_count", "name")[:STREETS_LOOKED_AT])


def _places(town: Town, way: Question, limit: int) -> list[Candidate]:
    """Named places once each: a bus stop has a row per side of the street, and comes last."""
    late = Case(When(kind=BUS_STOP, then=Value(1)), default=Value(0))
    rows = Place.objects.filter(_all_words(way), town=town, organisation=None)
    once: dict[tuple[str, str], Place] = {}
    for place in rows.order_by(late, "name", "id")[: limit * 4]:
        once.setdefault((place.name, place.kind), place)
    return [of_place(place) for place in once.values()][:limit]


def _all_words(way: Question) -> Q:
    asked = Q()
    for word in way.words:
        asked &= Q(search__contains=f" {word}")
    together = "".join(way.words)
    return asked | Q(search__contains=f" {together}")


def _numbered(streets: list[Street], way: Question, limit: int) -> list[Candidate]:
    rows = (
        Address.objects.filter(street__in=streets, number_key__startswith=way.number)
        .annotate(miss=Case(When(number_key=way.number, then=Value(0)), default=Value(1)))
        .order_by("miss", "number_order", "number_key", "street__name", "postcode", "id")
    )
    return [of_address(address) for address in rows.select_related("street")[:limit]]


def _guessed(town: Town, way: Question, limit: int) -> list[Candidate]:
    """One street whose name is spelled alike, where nothing begins as was typed."""
    together = "".join(way.words)
    pack = pack_of(town)
    if pack is None or len(together) < SHORTEST_GUESS:
        return []
    names = _folded_names(town.id, pack.digest)
    guesses = get_close_matches(together, names, n=1, cutoff=ALIKE)
    streets = list(Street.objects.filter(town=town, name__in=[names[guess] for guess in guesses]))
    numbered = _numbered(streets, way, limit) if way.number else []
    return numbered or [of_street(street, way.number) for street in streets]


@lru_cache(maxsize=4)
def _folded_names(town_id: UUID, digest: str) -> dict[str, str]:
    """Street names by their folded letters; `digest` makes a newly loaded pack a new question."""
    names = Street.objects.filter(town_id=town_id).values_list("name", flat=True)
    return {"".join(folded(name)): name for name in names}


def _coordinates(text: str, town: Town | None) -> list[Candidate]:
    if sum(c.isdigit() for c in text) < FEWEST_DIGITS:
        return []
    position = _position(text) or _position_in_town(text, town)
    if position is None:
        return []
    lon, lat = position.lon_deg, position.lat_deg
    utmref = utmref_of(lon, lat)
    degrees = format_degrees(position, decimals=5)
    beside = nearest_address(town, lon, lat)
    detail = degrees
    if beside is not None:
        detail = _("%(degrees)s, near %(address)s") % {
            "degrees": degrees, "address": of_address(beside).label,
        }  # fmt: skip
    return [
        Candidate(
            kind="coordinates", label=utmref or degrees, detail=detail, lon=round(lon, 7),
            lat=round(lat, 7), utmref=utmref,
        )
    ]  # fmt: skip


def _position(text: str) -> Position | None:
    try:
        return parse(text).position
    except CoordinateError:
        return None


def _position_in_town(text: str, town: Town | None) -> Position | None:
    """UTMREF as it is said on the radio, without zone: "MV 1076 7762"."""
    if not _SQUARE.match(text) or (pack := pack_of(town)) is None:
        return None
    zone = utmref_of(pack.lon, pack.lat).split(" ", 1)[0]
    return _position(f"{zone} {text.strip()}")
