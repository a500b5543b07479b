"""Writing entries: one open draft per running action, closed by the action's decorator."""

from __future__ import annotations

import datetime as dt
import os
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone

from stadtherz.core.journal.models import Entry, PersonalValues
from stadtherz.lib.chain import salted_digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db import models

    from stadtherz.core.registry.values import Actor

INSTALLATION_CHAIN = UUID(int=0)

Fact = str | int | bool | float | None | list[str]


@dataclass(kw_only=True)
class Draft:
    """An entry while its action runs."""

    verb: str
    by: Actor
    chain_id: UUID = INSTALLATION_CHAIN
    target: models.Model | None = None
    facts: dict[str, Fact] = field(default_factory=dict)
    personal: dict[str, Any] = field(default_factory=dict)
    person_id: UUID | None = None


_OPEN: ContextVar[Draft | None] = ContextVar("open_journal_draft", default=None)


def current_draft() -> Draft:
    """The entry of the running action.

    Raises:
        RuntimeError: no action is running.

    """
    if (draft := _OPEN.get()) is None:
        msg = "note(), personal() and publish() belong inside an @action."
        raise RuntimeError(msg)
    return draft


def note(target: models.Model | None = None, /, **facts: Fact | UUID | dt.datetime) -> None:
    """Add to the running action's entry: its target, and facts that name no person.

    Ids, moments and fractions are written as text. Personal values belong into `personal`.
    """
    draft = current_draft()
    if target is not None:
        draft.target = target
    draft.facts.update({key: _plain(value) for key, value in facts.items()})


def personal(person_id: UUID | None = None, /, **values: Any) -> None:
    """Add values that name a person; the chain holds their salted hash, so they can be erased."""
    draft = current_draft()
    draft.person_id = person_id or draft.person_id
    draft.personal.update({key: _plain(value) for key, value in values.items()})


@contextmanager
def drafting(draft: Draft) -> Iterator[Draft]:
    """Collect notes into `draft`, write it at the end; an action within an action has its own."""
    token = _OPEN.set(draft)
    try:
        yield draft
    finally:
        _OPEN.reset(token)
    append(draft)


def append(draft: Draft) -> Entry:
    """Write the entry. Needs the transaction of what it tells of."""
    salt = os.urandom(32) if draft.personal else b""
    entry = Entry.objects.create(
        chain_id=draft.chain_id,
        at=timezone.now(),
        verb=draft.verb,
        actor_kind=draft.by.kind,
        actor_id=draft.by.id,
        actor_module=draft.by.module,
        cause_id=draft.by.cause_id,
        target_kind=draft.target._meta.label_lower if draft.target is not None else "",  # noqa: SLF001 - Django's documented model API
        target_id=str(draft.target.pk) if draft.target is not None else "",
        facts=draft.facts,
        personal_digest=salted_digest(draft.personal, salt=salt).hex() if draft.personal else "",
    )
    if draft.personal:
        PersonalValues.objects.create(
            entry=entry,
            person_id=draft.person_id or draft.by.id,
            salt=salt.hex(),
            values=draft.personal,
        )
    return entry


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.10g}"  # languages print fractions differently; the chain holds text
    return value
