"""Mission keys: they send photos to one incident and open nothing; shown once, revoked at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from stadtherz.core.journal.contract import note
from stadtherz.core.people import actions as people
from stadtherz.core.people.contract import action
from stadtherz.modules.lookout.models import Mission, MissionKey
from stadtherz.modules.lookout.queries import chosen

if TYPE_CHECKING:
    from stadtherz.core.journal.contract import Actor

UPLOAD = "media.upload"


@dataclass(frozen=True)
class IssuedKey:
    """The row, and the secret that is shown this once."""

    key: MissionKey
    secret: str


@action("lookout.open_mission")
def issue_key(mission: Mission, *, by: Actor) -> IssuedKey:
    """Make a key that sends photos to the mission's incident, for the hours of the settings."""
    hours = chosen().key_hours
    issued = people.issue_token(
        mission.name,
        organisation=mission.organisation,
        scopes=[UPLOAD],
        narrowed_to=[mission.occasion_id],
        expires_at=timezone.now() + dt.timedelta(hours=hours),
        by=by,
    )
    key = MissionKey.objects.create(mission=mission, token=issued.token)
    note(mission, token=issued.token.id, occasion=mission.occasion_id)
    return IssuedKey(key, issued.secret)


@action("lookout.open_mission")
def revoke_key(mission: Mission, key: MissionKey, *, by: Actor) -> None:
    """End a key at once."""
    people.revoke_token(key.token, by=by)
    note(mission, token=key.token_id)
