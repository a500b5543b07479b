"""Queueing work inside the caller's transaction."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from stadtherz.core.live.contract import publish
from stadtherz.core.tasks.actors import actor_to_json
from stadtherz.core.tasks.domain import OPEN_STATES
from stadtherz.core.tasks.errors import TaskError
from stadtherz.core.tasks.models import Work

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

    from stadtherz.core.journal.contract import Actor
    from stadtherz.core.tasks.registering import Task, Ts

WAKE: Final = "tasks.wake"


def enqueue(
    task: Task[*Ts],
    *arguments: *Ts,
    by: Actor,
    organisation_id: UUID | None = None,
    run_at: dt.datetime | None = None,
    once_key: str = "",
) -> Work:
    """Queue work; it exists if, and only if, the caller's transaction is committed.

    Args:
        task: what to do.
        arguments: JSON values, as the task's function takes them after `progress`.
        by: in whose name.
        organisation_id: whose work it is; members with the right see it.
        run_at: not before this moment.
        once_key: while work of this task with the same key is open, that one is returned.

    Raises:
        TaskError: an argument is not a JSON value.

    """
    work = Work(
        task=task.key,
        arguments=_plain(task.key, list(arguments)),
        organisation_id=organisation_id,
        actor_kind=by.kind,
        actor_id=by.id,
        actor=actor_to_json(by),
        once_key=once_key,
        max_attempts=task.max_attempts,
        lease_s=task.lease_s,
        run_at=run_at or timezone.now(),
        created_at=timezone.now(),
    )
    work = _saved(work)
    transaction.on_commit(wake)
    return work


def wake() -> None:
    """Tell workers to look now."""
    publish(WAKE, {})


def _saved(work: Work) -> Work:
    try:
        with transaction.atomic():
            work.save(force_insert=True)
    except IntegrityError:
        open_ones = Work.objects.filter(task=work.task, once_key=work.once_key)
        found = open_ones.filter(state__in=OPEN_STATES).first() if work.once_key else None
        if found is None:
            raise
        return found
    return work


def _plain(key: str, arguments: list[Any]) -> list[Any]:
    try:
        if json.loads(json.dumps(arguments, allow_nan=False)) == arguments:
            return arguments
        what = "they change when written as JSON"
    except (TypeError, ValueError) as error:
        what = str(error)
    raise TaskError(
        f"The arguments of {key} cannot be kept: {what}.",
        fix="Pass text, numbers, truth values, lists and objects; ids as text.",
        code="tasks.E001",
    )
