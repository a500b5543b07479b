"""What kinds of places are called. Keys are a pack's kinds, or the value of an OSM tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LABELS: dict[str, StrPromise] = {
    "arts_centre": _("Arts centre"),
    "artwork": _("Artwork"),
    "atm": _("Cash machine"),
    "attraction": _("Sight"),
    "bakery": _("Bakery"),
    "bank": _("Bank"),
    "bar": _("Bar"),
    "bench": _("Bench"),
    "bicycle_parking": _("Bicycle parking"),
    "biergarten": _("Beer garden"),
    "bus_stop": _("Bus stop"),
    "cafe": _("Café"),
    "care_home": _("Care home"),
    "cemetery": _("Cemetery"),
    "cinema": _("Cinema"),
    "clinic": _("Clinic"),
    "clothes": _("Clothes shop"),
    "community_centre": _("Community centre"),
    "dentist": _("Dentist"),
    "doctors": _("Doctor"),
    "fast_food": _("Snack bar"),
    "fire_hydrant": _("Fire hydrant"),
    "fire_station": _("Fire station"),
    "forest": _("Wood"),
    "fountain": _("Fountain"),
    "fuel": _("Filling station"),
    "hairdresser": _("Hairdresser"),
    "halt": _("Railway stop"),
    "hospital": _("Hospital"),
    "hotel": _("Hotel"),
    "information": _("Information"),
    "kindergarten": _("Kindergarten"),
    "library": _("Library"),
    "marketplace": _("Market place"),
    "meeting_point": _("Emergency meeting point"),
    "memorial": _("Memorial"),
    "monument": _("Monument"),
    "museum": _("Museum"),
    "park": _("Park"),
    "parking": _("Car park"),
    "pharmacy": _("Pharmacy"),
    "place_of_worship": _("Place of worship"),
    "playground": _("Playground"),
    "police": _("Police"),
    "post_box": _("Post box"),
    "post_office": _("Post office"),
    "pub": _("Pub"),
    "public_building": _("Public building"),
    "recycling": _("Recycling point"),
    "restaurant": _("Restaurant"),
    "ruins": _("Ruins"),
    "school": _("School"),
    "sports": _("Sports ground"),
    "stadium": _("Stadium"),
    "station": _("Railway station"),
    "stream": _("Stream"),
    "suburb": _("Quarter"),
    "supermarket": _("Supermarket"),
    "swimming_pool": _("Swimming pool"),
    "taxi": _("Taxi rank"),
    "telephone": _("Telephone"),
    "theatre": _("Theatre"),
    "toilets": _("Toilets"),
    "town": _("Town"),
    "townhall": _("Town hall"),
    "university": _("University"),
    "vending_machine": _("Vending machine"),
    "waste_basket": _("Waste basket"),
    "water": _("Water"),
    "worship": _("Place of worship"),
}
BY_KEY: dict[str, StrPromise] = {
    "shop": _("Shop"),
    "office": _("Office"),
    "healthcare": _("Health"),
    "emergency": _("Emergency equipment"),
    "tourism": _("Tourism"),
    "historic": _("Historic place"),
}
OTHER = _("Place")
QUIET = frozenset(
    {
        "amenity=bench", "amenity=waste_basket", "amenity=vending_machine",
        "amenity=parking_space", "amenity=parking_entrance", "amenity=grit_bin",
    }
)  # fmt: skip
"""Kinds that lists of places leave out: too many, of little use to a reader."""


def kind_label(kind: str) -> StrPromise:
    """The name of a kind such as ``school`` or ``shop=bakery``, at least a general one."""
    key, _separator, value = kind.rpartition("=")
    return LABELS.get(value) or BY_KEY.get(key, OTHER)
