"""Who acts, and what happened: values that every floor above hands on."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Literal
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Mapping

ActorKind = Literal["anonymous", "person", "token", "device", "system"]


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts: a person, a token, a device, a module's system actor, or nobody we know.

    Args:
        kind: what acts.
        id: the person, token or device; None for system actors and anonymous visitors.
        name: shown to people; never written into the journal in clear.
        module: key of the module that a system actor stands for.
        cause_id: event that made a system actor act.
        scopes: rights a token is limited to; None means no limit.
        grants: organisation id to the rights held there, read once per request.
        narrowed_to: keys of single records that a token or mission key opens; empty is no limit.

    """

    kind: ActorKind
    id: UUID | None = None
    name: str = ""
    module: str = ""
    cause_id: UUID | None = None
    scopes: frozenset[str] | None = None
    grants: Mapping[UUID, frozenset[str]] = field(default_factory=dict, compare=False)
    narrowed_to: frozenset[str] = frozenset()

    @property
    def is_anonymous(self) -> bool:
        """True for visitors that nobody has vouched for."""
        return self.kind == "anonymous"

    def may(self, permission: str, organisation_id: UUID | None = None) -> bool:
        """Whether the right is held, in this organisation or (None) in any.

        A system actor holds its own module's rights everywhere and no others.
        """
        if self.kind == "system":
            return permission.split(".", 1)[0] == self.module
        if self.scopes is not None and permission not in self.scopes:
            return False
        if organisation_id is not None:
            return permission in self.grants.get(organisation_id, frozenset())
        return any(permission in held for held in self.grants.values())

    def organisations_with(self, permission: str) -> list[UUID]:
        """Organisations in which the right is held; system actors are not limited by this."""
        return [key for key in self.grants if self.may(permission, key)]


ANYONE = Actor(kind="anonymous")


def system_actor(module: str, *, cause_id: UUID | None = None) -> Actor:
    """The actor in whose name a module itself acts."""
    return Actor(kind="system", module=module, name=module, cause_id=cause_id)


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of the core's events; subclasses set `type` and add JSON-able fields or UUIDs.

    `order_key` names what must be told in order: events with the same key reach a
    listener in the order in which they were published.
    """

    type: ClassVar[str] = ""
    id: UUID | None = None

    @property
    def order_key(self) -> str:
        return self.type

    def to_payload(self) -> dict[str, Any]:
        """Fields as JSON values, without the id."""
        return {
            f.name: str(value) if isinstance(value := getattr(self, f.name), UUID) else value
            for f in dataclasses.fields(self)
            if f.name != "id"
        }
