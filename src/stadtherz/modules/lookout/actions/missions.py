"""Missions are opened and closed; recorded ones are moved into one's own town for exercises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from stadtherz.core.journal.contract import note, personal
from stadtherz.core.occasions import queries as occasions
from stadtherz.core.people import actions as people
from stadtherz.core.people.contract import NotAllowedError, action
from stadtherz.lib.errors import CityError
from stadtherz.modules.lookout.actions.incidents import tell_incident
from stadtherz.modules.lookout.models import Mission, Photo

if TYPE_CHECKING:
    from uuid import UUID

    from stadtherz.core.journal.contract import Actor
    from stadtherz.core.occasions.models import Occasion
    from stadtherz.core.people.models import Organisation
    from stadtherz.modules.lookout.domain import LonLat

CREW = "lookout.open_mission"
RELOCATE = "lookout.relocate"


class MissionError(CityError):
    """The mission does not allow this."""


@action("lookout.open_mission")
def open_mission(
    occasion: Occasion, *, organisation: Organisation, name: str, crew_note: str = "", by: Actor
) -> Mission:
    """Announce a crew's flight for an open incident in which its organisation takes part.

    Raises:
        NotAllowedError: the organisation does not take part.
        MissionError: the incident is closed, or the name empty.

    """
    if organisation.id not in occasions.organisations_of(occasion):
        raise NotAllowedError(CREW)
    if not occasion.is_open:
        raise MissionError(
            _("This incident is closed."), fix=_("Open a new one."), code="lookout.E001"
        )
    if not name.strip():
        raise MissionError(
            _("The mission has no name."),
            fix=_("Name the aircraft or crew, for example “Fritz”."),
            code="lookout.E002",
        )
    mission = Mission.objects.create(
        occasion=occasion,
        organisation=organisation,
        name=name.strip()[:120],
        crew_note=crew_note.strip()[:400],
        opened_by_id=by.id if by.kind == "person" else None,
        opened_at=timezone.now(),
    )
    note(mission, occasion=occasion.id)
    if mission.crew_note:
        personal(crew_note=mission.crew_note)
    tell_incident(occasion, "mission")
    return mission


@action("lookout.open_mission")
def close_mission(mission: Mission, *, by: Actor) -> Mission:
    """End a mission and its keys at once; who is signed in sends to another one from then on.

    Twice changes nothing.
    """
    if mission.closed_at is None:
        mission.closed_at = timezone.now()
        mission.save(update_fields=["closed_at"])
        for key in mission.keys.select_related("token").filter(token__revoked_at__isnull=True):
            people.revoke_token(key.token, by=by)
        tell_incident(mission.occasion, "mission")
    note(mission)
    return mission


@action("lookout.relocate", needs_right=False)
def relocate(occasion: Occasion, *, to: LonLat, by: Actor) -> Mission:
    """Show the exercise's recorded photos here: the first one that was placed stands at ``to``.

    Counts for photos that are there and for those that still come.

    Raises:
        NotAllowedError: the right is held in none of the incident's organisations.
        MissionError: the incident is none of an exercise.

    """
    if not occasions.may_in(occasion, RELOCATE, by=by):
        raise NotAllowedError(RELOCATE)
    if not occasion.is_exercise:
        raise MissionError(
            _("Photos are only moved in an exercise: in an incident they stay where they are."),
            fix=_("Open an exercise and send the photos there."),
            code="lookout.E003",
        )
    mission = receiving_mission(occasion)
    mission.to_lon_deg, mission.to_lat_deg = to
    anchor(mission)
    mission.save()
    note(mission, occasion=occasion.id)
    tell_incident(occasion, "relocated")
    return mission


@action("lookout.relocate", needs_right=False)
def stop_relocating(occasion: Occasion, *, by: Actor) -> None:
    """Show the photos where they were recorded."""
    if not occasions.may_in(occasion, RELOCATE, by=by):
        raise NotAllowedError(RELOCATE)
    nowhere = {"from_lon_deg": None, "from_lat_deg": None, "to_lon_deg": None, "to_lat_deg": None}
    Mission.objects.filter(occasion=occasion).update(**nowhere)
    note(occasion)
    tell_incident(occasion, "relocated")


def receiving_mission(occasion: Occasion, *, sender_id: UUID | None = None) -> Mission:
    """Which mission a photo belongs to.

    The mission whose key sent it, also when it was closed while the photo was on its way; else
    the only open one, else the automatic one.
    """
    by_key = Mission.objects.filter(occasion=occasion, keys__token=sender_id).first()
    if sender_id is not None and by_key is not None:
        return by_key
    announced = list(
        Mission.objects.filter(occasion=occasion, closed_at__isnull=True, is_automatic=False)[:2]
    )
    if len(announced) == 1:
        return announced[0]
    mission, _made = Mission.objects.get_or_create(
        occasion=occasion,
        is_automatic=True,
        defaults={
            "organisation_id": occasion.organisation_id,
            "name": "-",
            "opened_at": timezone.now(),
        },
    )
    return mission


def anchor(mission: Mission) -> None:
    """Take the mission's first placed photo as the point that is moved, where none is yet."""
    if not mission.is_relocated or mission.from_lon_deg is not None:
        return
    placed = Photo.objects.filter(mission=mission, lon_deg__isnull=False)
    first = placed.order_by("received_at", "id").first()
    if first is not None:
        mission.from_lon_deg, mission.from_lat_deg = first.lon_deg, first.lat_deg
