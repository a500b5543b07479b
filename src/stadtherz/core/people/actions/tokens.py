"""Keys for programs: issued once, shown once, revoked at once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from stadtherz.core.journal.contract import note
from stadtherz.core.people.decorators import NotAllowedError, action
from stadtherz.core.people.models import Organisation, Token
from stadtherz.core.people.queries import token_digest
from stadtherz.core.people.revocation import announce_revocation

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from uuid import UUID

    from stadtherz.core.registry.values import Actor


ISSUE = "people.issue_token"


@dataclass(frozen=True)
class IssuedToken:
    """The row, and the secret that is shown this once."""

    token: Token
    secret: str


@action("people.issue_token", needs_right=False)
def issue_token(
    name: str,
    *,
    organisation: Organisation,
    scopes: Iterable[str],
    by: Actor,
    expires_at: dt.datetime | None = None,
    narrowed_to: Iterable[UUID] = (),
) -> IssuedToken:
    """Make a key for a program, with no more rights than its maker has.

    A key that is narrowed to single records needs only the rights that it carries.

    Args:
        narrowed_to: the only records that the key opens, such as one occasion; none is all.

    Raises:
        NotAllowedError: a scope that the actor does not hold in the organisation, or a narrowed
            key that would make a wider one.

    """
    wanted = sorted(set(scopes))
    keys = sorted(str(key) for key in narrowed_to)
    if by.narrowed_to and not (keys and by.narrowed_to.issuperset(keys)):
        raise NotAllowedError(ISSUE)
    if not keys and not by.may(ISSUE, organisation.id):
        raise NotAllowedError(ISSUE)
    for scope in wanted:
        if by.kind != "system" and not by.may(scope, organisation.id):
            raise NotAllowedError(scope)
    secret = f"sth_{secrets.token_urlsafe(32)}"
    token = Token.objects.create(
        organisation=organisation,
        issued_by_id=by.id if by.kind == "person" else None,
        name=name,
        hint=secret[:8],
        digest=token_digest(secret),
        scopes=wanted,
        expires_at=expires_at,
        narrowed_to=keys,
    )
    note(token, scopes=wanted)
    return IssuedToken(token, secret)


@action("people.issue_token", needs_right=False)
def revoke_token(token: Token, *, by: Actor) -> None:
    """End a key at once; a narrowed one may be ended by who holds the rights that it carries."""
    carries = token.narrowed_to and all(by.may(s, token.organisation_id) for s in token.scopes)
    if not carries and not by.may(ISSUE, token.organisation_id):
        raise NotAllowedError(ISSUE)
    Token.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())
    announce_revocation(token_id=token.id)
