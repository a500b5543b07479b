"""Actors as JSON: enough to act later in the same name, with rights read anew."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from stadtherz.core.journal.contract import ANYONE, Actor, system_actor
from stadtherz.core.people import queries as people
from stadtherz.core.people.models import Person


def actor_to_json(actor: Actor) -> dict[str, Any]:
    """Write what names the actor; rights are left out, they are read when the work runs."""
    return {
        "kind": actor.kind,
        "id": str(actor.id) if actor.id else None,
        "module": actor.module,
        "cause_id": str(actor.cause_id) if actor.cause_id else None,
    }


def actor_from_json(written: dict[str, Any]) -> Actor:
    """The actor with the rights held now.

    Only persons and system actors can hold rights later; tokens and devices are known by name
    alone, because their secret is not kept.
    """
    actor_id = UUID(written["id"]) if written.get("id") else None
    cause_id = UUID(written["cause_id"]) if written.get("cause_id") else None
    if written["kind"] == "system":
        return system_actor(written["module"], cause_id=cause_id)
    if written["kind"] == "person" and actor_id is not None:
        person = Person.objects.filter(id=actor_id).first()
        return people.actor_for(person) if person else ANYONE
    return Actor(kind=written["kind"], id=actor_id)
