"""What several pages show alike: a photo's words, the map's attributes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from stadtherz.core.occasions.models import Occasion
from stadtherz.core.people import queries as people
from stadtherz.core.people.contract import actor_of
from stadtherz.core.places import queries as places
from stadtherz.core.ui.contract import position as position_in_words
from stadtherz.lib.coordinates import (
    CoordinateError,
    Position,
    format_utm,
    format_utmref,
)
from stadtherz.lib.pictures import Decision
from stadtherz.modules.lookout import queries
from stadtherz.modules.lookout.domain import State, Trouble
from stadtherz.modules.lookout.schemas import to_feature

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

    from stadtherz.modules.lookout.domain import LonLat
    from stadtherz.modules.lookout.models import Photo


@dataclass(frozen=True)
class Words:
    """What happened to a photo, and what to do."""

    what: StrOrPromise
    fix: StrOrPromise = ""


TROUBLES: dict[str, Words] = {
    Trouble.NO_POSITION: Words(
        _("The photo carries no position."),
        _("Switch on satellite positioning on the camera, or send the original file."),
    ),
    Trouble.ABSURD_POSITION: Words(
        _("The photo's position cannot be true."),
        _("Wait until the drone has a satellite fix, then take the photo again."),
    ),
    Trouble.NO_HEIGHT: Words(
        _("The photo does not say how high the camera was: shown as a point."),
        _("Send the original file from the drone, with its XMP data."),
    ),
    Trouble.NO_DIRECTION: Words(
        _("The photo does not say where the camera looked: shown as a point."),
        _("Send the original file from the drone, with its XMP data."),
    ),
    Trouble.NO_CAMERA: Words(
        _("The photo does not say how wide the camera sees: shown as a point."),
        _("Send the original file from the drone."),
    ),
    Trouble.TOO_LOW: Words(
        _("The camera was too low to compute the ground it shows: shown as a point."),
        _("Take photos from at least a few metres above the take-off point."),
    ),
    Trouble.UNREADABLE: Words(
        _("The picture is damaged and could not be read."),
        _("Copy it from the camera again and send it once more."),
    ),
}
STATES: dict[str, StrOrPromise] = {
    State.RECEIVED: _("arrived, being read"),
    State.PLACED: _("on the map"),
    State.UNPLACED: _("without place"),
    State.FAILED: _("not readable"),
}
REFERENCES: dict[str, StrOrPromise] = {
    "ellipsoid": _("above the ellipsoid"),
    "sea_level": _("above sea level"),
    "unknown": _("height reference unknown"),
}


@dataclass(frozen=True)
class ShownPhoto:
    """A photo with everything that its templates say."""

    photo: Photo

    @property
    def state(self) -> StrOrPromise:
        """Its state in words."""
        return STATES[self.photo.state]

    @property
    def words(self) -> Words | None:
        """What is wrong with it, if anything."""
        return TROUBLES.get(self.photo.trouble)

    @property
    def detail(self) -> str:
        """What exactly was refused: a code, or, for readers of English, the reader's own words."""
        is_code = self.photo.state == State.FAILED
        return self.photo.detail if is_code or get_language() == "en" else ""

    @property
    def is_unverified(self) -> bool:
        """Whether nobody knows how its pixels stand."""
        return self.photo.orientation == Decision.UNVERIFIED

    @property
    def reference(self) -> StrOrPromise:
        """From where its altitude is counted."""
        return REFERENCES.get(self.photo.altitude_reference, "")

    @property
    def notations(self) -> dict[str, str]:
        """The shown place in degrees, UTM and UTMREF; empty without a place."""
        point = self.photo.shown_centre
        return notations(point) if point and self.photo.state == State.PLACED else {}

    @property
    def thumb_url(self) -> str:
        """The small copy; empty before it is made."""
        return self._url(self.photo.thumb_name)

    @property
    def view_url(self) -> str:
        """The large copy, or the small one until it is made."""
        return self._url(self.photo.view_name) if self.photo.enlarged_at else self.thumb_url

    def _url(self, name: str) -> str:
        if self.photo.state not in (State.PLACED, State.UNPLACED):
            return ""
        return reverse("media:picture-show", args=(self.photo.item_id, name))

    def to_json(self) -> dict[str, Any]:
        """For the page's script: the feature, its pictures, and its pieces of the page."""
        context = {"shown": self, "photo": self.photo}
        corners = None if self.photo.is_clipped else self.photo.shown_corners
        return {
            "feature": to_feature(self.photo),
            "corners": corners,
            "thumb": self.thumb_url,
            "view": self.view_url,
            "card": render_to_string("lookout/_photo.html", context),
            "row": render_to_string("lookout/_row.html", context),
            "sent": render_to_string("lookout/_sent.html", context),
        }


def notations(point: LonLat) -> dict[str, str]:
    """Write a position in the three ways that people use; outside UTM's reach degrees only."""
    position = Position(lat_deg=point[1], lon_deg=point[0])
    written = {"degrees": position_in_words(position.lon_deg, position.lat_deg)}
    try:
        return {**written, "utm": format_utm(position), "utmref": format_utmref(position)}
    except CoordinateError:
        return written


def incident_or_404(request: HttpRequest, incident_id: UUID) -> Occasion:
    """The incident, if this actor may see it; strangers learn not even that it exists."""
    try:
        return queries.incident_for(incident_id, by=actor_of(request))
    except Occasion.DoesNotExist:
        raise Http404 from None


def map_attributes() -> dict[str, str]:
    """Attributes of the map element: the town's tiles, or none for a plain graticule."""
    pack = places.pack_of(people.town())
    if pack is None:
        return {}
    with override("de"):  # one address for all languages, so that browsers keep one copy
        tiles = reverse("places:map-tile", args=(0, 0, 0)).replace("0/0/0", "{z}/{x}/{y}")
    return {
        "tiles": f"{tiles}?v={pack.version}",
        "bounds": ",".join(f"{value:.5f}" for value in pack.box),
        "attribution": pack.attribution,
    }
