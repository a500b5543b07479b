"""What `tasks` contributes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from stadtherz.core.registry.actions import register
from stadtherz.core.registry.contract import Check, Finding, Job, Module, Permission
from stadtherz.core.tasks.queries import failed_lately
from stadtherz.core.tasks.tidying import tidy

if TYPE_CHECKING:
    from collections.abc import Iterator


def _failed() -> Iterator[Finding]:
    for task, count in failed_lately().items():
        yield Finding(
            code="tasks.W001",
            message=_("%(task)s failed for good in the last seven days (%(count)d).")
            % {"count": count, "task": task},
            fix=_("Read the error of the work, remove its cause and try it again."),
        )


register(
    Module(
        key="tasks",
        label=_("Work"),
        purpose=_("Long work and schedules that survive any restart."),
        permissions=(
            Permission(
                key="tasks.manage",
                label=_("See, cancel and retry the organisation's work"),
                roles=frozenset({"administrator"}),
            ),
        ),
        jobs=(
            Job(key="tasks.tidy", label=_("Forget ended work"), run=tidy, daily_at=dt.time(3, 40)),
        ),
        checks=(Check(key="tasks.failed", label=_("Failed work"), run=_failed),),
        verbs={
            "tasks.cancel": _("Work cancelled"),
            "tasks.retry": _("Work tried again"),
        },
    )
)
