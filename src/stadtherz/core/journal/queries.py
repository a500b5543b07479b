"""Reading the journal and the state of deliveries."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from stadtherz.core.journal.models import Delivery, Entry, PersonalValues
from stadtherz.core.journal.settings import Settings
from stadtherz.core.registry.queries import settings_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.db.models import QuerySet

    from stadtherz.core.registry.values import Actor

READ = "journal.read"


def entries(*, by: Actor) -> QuerySet[Entry]:
    """Entries of organisations in which the actor may read the journal, newest first."""
    return Entry.objects.filter(chain_id__in=by.organisations_with(READ)).order_by("-id")


def entries_about(kind: str, ids: Iterable[str]) -> QuerySet[Entry]:
    """Entries whose target is one of these; the caller answers for the right to read them."""
    return Entry.objects.filter(target_kind=kind, target_id__in=list(ids)).order_by("id")


def dead_deliveries() -> QuerySet[Delivery]:
    """Events that a listener could not take after all attempts."""
    return Delivery.objects.filter(state=Delivery.State.DEAD).select_related("event")


def late_deliveries(older_than: dt.timedelta = dt.timedelta(minutes=5)) -> QuerySet[Delivery]:
    """Events that wait for longer than they should."""
    return Delivery.objects.filter(
        state=Delivery.State.WAITING, event__at__lt=timezone.now() - older_than
    )


def personal_values_of(person_id: UUID) -> list[dict[str, Any]]:
    """What the journal's side rows hold of a person."""
    rows = PersonalValues.objects.filter(person_id=person_id).select_related("entry")
    return [
        {"at": row.entry.at.isoformat(), "verb": row.entry.verb, "values": row.values}
        for row in rows
    ]


def anchors_directory() -> Path:
    """Where heads are anchored."""
    told = settings_of(Settings).anchors
    return told or Path(settings.STADTHERZ_DATA_DIR) / "anchors"
