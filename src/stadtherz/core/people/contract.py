"""What rooms above use of people: the action decorator, page rights, actors."""

from stadtherz.core.journal.contract import ANYONE, Actor, system_actor
from stadtherz.core.people.decorators import (
    PUBLIC,
    SIGNED_IN,
    NotAllowedError,
    action,
    actor_of,
    public,
    requires,
)

__all__ = [
    "ANYONE",
    "PUBLIC",
    "SIGNED_IN",
    "Actor",
    "NotAllowedError",
    "action",
    "actor_of",
    "public",
    "requires",
    "system_actor",
]
