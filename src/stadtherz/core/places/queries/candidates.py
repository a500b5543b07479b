"""What a typed line may mean: one value for addresses, streets, places and coordinates."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext as _

from stadtherz.core.places.kinds import kind_label
from stadtherz.lib.coordinates import CoordinateError, Position, format_utmref

if TYPE_CHECKING:
    from stadtherz.core.places.models import Address, Place, Street

CandidateKind = Literal["address", "street", "place", "coordinates"]


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A place that a typed line may mean.

    Args:
        kind: what it is.
        label: its name, such as ``Kaiserstraße 5``.
        detail: what tells it from others, in the reader's language.
        lon, lat: degrees (WGS84).
        utmref: the same place for the fire service, to one metre.
        value: ``<kind>:<id>`` of the row; empty for coordinates.

    """

    kind: CandidateKind
    label: str
    detail: str
    lon: float
    lat: float
    utmref: str = ""
    value: str = ""

    @property
    def position(self) -> tuple[float, float]:
        """Longitude and latitude, for the page's formats."""
        return self.lon, self.lat

    def to_json(self) -> dict[str, Any]:
        """As the search answers it."""
        return asdict(self)


def of_address(address: Address) -> Candidate:
    """The candidate of a house number; its street was read with it."""
    return Candidate(
        kind="address",
        label=f"{address.street.name} {address.housenumber}",
        detail=" ".join(filter(None, (address.postcode, address.city))) or _("Address"),
        lon=address.lon,
        lat=address.lat,
        utmref=utmref_of(address.lon, address.lat),
        value=f"address:{address.pk}",
    )


def of_street(street: Street, missing_number: str = "") -> Candidate:
    """The candidate of a street; `missing_number` was asked for and is not listed."""
    detail = _("Street")
    if missing_number:
        detail = _("Street; number %(number)s is not listed") % {"number": missing_number}
    return Candidate(
        kind="street",
        label=street.name,
        detail=detail,
        lon=street.lon,
        lat=street.lat,
        utmref=utmref_of(street.lon, street.lat),
        value=f"street:{street.pk}",
    )


def of_place(place: Place) -> Candidate:
    """The candidate of a place; one without a name is called by its kind."""
    kind = str(kind_label(place.kind))
    return Candidate(
        kind="place",
        label=place.name or kind,
        detail=kind,
        lon=place.lon,
        lat=place.lat,
        utmref=utmref_of(place.lon, place.lat),
        value=f"place:{place.pk}",
    )


def utmref_of(lon: float, lat: float) -> str:
    """UTMREF to one metre; empty where the grid ends (beyond 84° N, 80° S)."""
    try:
        return format_utmref(Position(lat_deg=lat, lon_deg=lon))
    except CoordinateError:
        return ""
