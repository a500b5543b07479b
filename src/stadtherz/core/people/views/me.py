"""Who is signed in, for the pages of one's own account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadtherz.core.people.contract import NotAllowedError
from stadtherz.core.people.models import Person

if TYPE_CHECKING:
    from django.http import HttpRequest


def me(request: HttpRequest) -> Person:
    """The signed-in person.

    Raises:
        NotAllowedError: a key for programs called; keys have no account.

    """
    user = request.user
    if not isinstance(user, Person) or request.headers.get("Authorization"):
        raise NotAllowedError("people.own_account")
    return user
