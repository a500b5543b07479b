"""What can be wrong with the light, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stadtherz.core.people import queries as people
from stadtherz.core.registry.contract import Finding
from stadtherz.lib.lightwave import Knowledge, decode_delta
from stadtherz.modules.lights.models import Lamp
from stadtherz.modules.lights.queries import picture_of
from stadtherz.modules.lights.queries.picture import STALE_AFTER_S

if TYPE_CHECKING:
    from collections.abc import Iterator

UNKNOWN_SHARE = 0.05


def engine_beats() -> Iterator[Finding]:
    """The bridge writes the town's light every second.

    A warning, not an error: pages, incidents and pictures go on while the engine is silent, and
    an installation that is not ready would be taken off the net as a whole.
    """
    town = people.town()
    if town is None or not Lamp.objects.exists():
        return
    picture = picture_of(town)
    if picture is None or abs((timezone.now() - picture.at).total_seconds()) > STALE_AFTER_S:
        yield Finding(
            code="lights.W020",
            message=_(
                "The light engine has told nothing for a while; lamps follow their own plan."
            ),
            fix=_("Start the bridge process: stadtherz bridge. Then look at “Connections”."),
        )
    if not people.town_time(town).is_simulated:
        yield Finding(
            code="lights.W022",
            message=_("No gateway to real lamps is connected; commands reach nobody."),
            fix=_("Use the register and the plan only, until a gateway is set up."),
        )


def lamps_answer() -> Iterator[Finding]:
    """Few lamps are unknown."""
    picture = picture_of(people.town())
    if picture is None or not picture.lamps:
        return
    unknown = int((decode_delta(bytes(picture.content))[2] == Knowledge.UNKNOWN).sum())
    if unknown > UNKNOWN_SHARE * picture.lamps:
        yield Finding(
            code="lights.W021",
            message=_("%(count)s lamps neither answer nor can be commanded.") % {"count": unknown},
            fix=_("Look for a cabinet or gateway that is down; the map shows them with “?”."),
        )
