"""What `journal` contributes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from stadtherz.core.journal import dispatch, queries, sealing
from stadtherz.core.journal.models import PersonalValues
from stadtherz.core.journal.settings import Settings
from stadtherz.core.registry.actions import register
from stadtherz.core.registry.contract import Check, Finding, Job, Module, Permission, PrivacyKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID


def anchor() -> None:
    """Seal what is open and write today's heads."""
    sealing.seal_all()
    sealing.anchor_heads(queries.anchors_directory())


def erase(person_id: UUID) -> int:
    """Remove a person's values and their salts; the chain stays valid."""
    removed, _rows = PersonalValues.objects.filter(person_id=person_id).delete()
    return removed


def outbox_findings() -> Iterator[Finding]:
    """Tell of events that were not delivered."""
    if dead := queries.dead_deliveries().count():
        yield Finding(
            code="journal.W001",
            message=_("%(count)d events could not be delivered.") % {"count": dead},
            fix=_("Read the errors with “stadtherz journal dead”, mend, then “journal retry”."),
        )
    if late := queries.late_deliveries().count():
        yield Finding(
            code="journal.W002",
            message=_("%(count)d events wait for more than five minutes.") % {"count": late},
            fix=_("Look whether the worker runs: “stadtherz worker”."),
        )


register(
    Module(
        key="journal",
        label=_("Journal"),
        purpose=_("What happened, who did it, provable afterwards."),
        settings=Settings,
        permissions=(
            Permission(
                key="journal.read",
                label=_("Read the journal"),
                roles=frozenset({"administrator"}),
            ),
        ),
        jobs=(
            Job(key="journal.seal", label=_("Seal entries"), run=sealing.seal_all, every_s=10),
            Job(key="journal.anchor", label=_("Anchor heads"), run=anchor, daily_at=dt.time(3, 10)),
            Job(
                key="journal.tidy",
                label=_("Remove delivered events"),
                run=dispatch.tidy,
                daily_at=dt.time(3, 20),
            ),
        ),
        checks=(Check(key="journal.outbox", label=_("Outbox"), run=outbox_findings),),
        privacy=(
            PrivacyKind(
                key="journal.personal",
                label=_("Personal values in the journal"),
                purpose=_("Proof of who decided what"),
                legal_basis="Art. 6 (1) c, e GDPR; Art. 5 (2) GDPR",
                retention_days=None,
                export=queries.personal_values_of,
                erase=erase,
            ),
        ),
    )
)
