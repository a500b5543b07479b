"""Telling browsers what is new: checked against the topic's type, sent after commit."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from stadtherz.core.live.bus import encoded, publish
from stadtherz.core.live.errors import UnknownTopicError
from stadtherz.core.live.hub import LIVE
from stadtherz.core.registry import queries as registry

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def announce(
    topic_key: str, message: DataclassInstance, *, organisation_id: UUID | None = None
) -> None:
    """Tell every browser that listens, once the current transaction is committed.

    Args:
        topic_key: key of a registered topic.
        message: instance of the topic's message type; UUIDs, moments (as ISO 8601) and enums
            are written as text.
        organisation_id: only listeners that hold the topic's right in this organisation.

    Raises:
        UnknownTopicError: no module registered the topic, or the message is of another type.
        BusError: the message is too long, or holds what JSON cannot carry.

    """
    topic = registry.topics().get(topic_key)
    if topic is None or type(message) is not topic.message:
        wanted = "no topic" if topic is None else f"a topic for {topic.message.__name__}"
        raise UnknownTopicError(
            f"{topic_key} is {wanted}; {type(message).__name__} was to be announced.",
            fix="Register the topic in the module's descriptor and announce its message type.",
            code="live.E006",
        )
    plain = {f.name: to_json(getattr(message, f.name)) for f in dataclasses.fields(message)}
    if organisation_id is not None:
        plain["_organisation"] = str(organisation_id)
    encoded(f"{LIVE}.{topic_key}", plain)  # what cannot be carried fails before the commit
    transaction.on_commit(lambda: publish(f"{LIVE}.{topic_key}", plain) and None)


def to_json(value: Any) -> Any:
    """Turn a value of a message into what JSON can carry; strangers stay and are refused later."""
    if isinstance(value, enum.Enum):
        value = value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_json(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(k): to_json(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_json(v) for v in value]
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
