"""One's own account: name, language, password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from stadtherz.core.journal.contract import note, personal
from stadtherz.core.people.decorators import NotAllowedError, action

if TYPE_CHECKING:
    from stadtherz.core.people.models import Person
    from stadtherz.core.registry.values import Actor


def require_own(person: Person, by: Actor) -> None:
    """Let only the person through, or the house itself.

    Raises:
        NotAllowedError: somebody else.

    """
    if by.kind != "system" and (by.kind != "person" or by.id != person.id):
        raise NotAllowedError("people.own_account")


@action("people.change_own", needs_right=False)
def change_own(person: Person, *, name: str, language: str, by: Actor) -> None:
    """Change how one is called and which language one reads."""
    require_own(person, by)
    person.name = name
    person.language = language if language in dict(settings.LANGUAGES) else person.language
    person.save(update_fields=["name", "language"])
    note(person, language=person.language)
    personal(person.id, name=name)


@action("people.change_password", needs_right=False)
def change_password(person: Person, *, password: str, by: Actor) -> None:
    """Set a new password; other sessions of the person end with the old one's proof."""
    require_own(person, by)
    person.set_password(password)
    person.save(update_fields=["password"])
    note(person)
