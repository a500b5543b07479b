"""What this room holds of a person: given out and erased on request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stadtherz.core.people.models import (
    Membership,
    Passkey,
    Person,
    PersonSession,
    RecoveryCode,
    TotpDevice,
)
from stadtherz.core.people.revocation import announce_revocation

if TYPE_CHECKING:
    from uuid import UUID

GONE = "\N{EN DASH}"


def export_account(person_id: UUID) -> list[dict[str, Any]]:
    """The account with its roles and proofs; secrets and hashes stay here."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        return []
    roles = Membership.objects.filter(person=person).select_related("role__organisation")
    return [
        {
            "login": person.login,
            "name": person.name,
            "email": person.email,
            "language": person.language,
            "created_at": person.created_at.isoformat(),
            "last_login": person.last_login.isoformat() if person.last_login else None,
            "roles": [
                {"organisation": one.role.organisation.name, "role": one.role.key} for one in roles
            ],
            "passkeys": list(Passkey.objects.filter(person=person).values_list("name", flat=True)),
            "one_time_codes": TotpDevice.objects.filter(person=person).exists(),
        }
    ]


def erase_account(person_id: UUID) -> int:
    """Close the account for good and empty it; its id stays, so that the journal keeps its order.

    Returns:
        rows changed or removed.

    """
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        return 0
    removed = sum(
        table.objects.filter(person=person).delete()[0]
        for table in (Membership, Passkey, TotpDevice, RecoveryCode)
    )
    person.login, person.name, person.email = f"erased-{person.id}", GONE, ""
    person.is_active = False
    person.set_unusable_password()
    person.save()
    announce_revocation(person_id=person_id)
    return removed + 1


def export_sessions(person_id: UUID) -> list[dict[str, Any]]:
    """Sessions with their browsers; the keys stay here."""
    return [
        {
            "created_at": row.created_at.isoformat(),
            "seen_at": row.seen_at.isoformat(),
            "browser": row.user_agent,
        }
        for row in PersonSession.objects.filter(person_id=person_id)
    ]


def erase_sessions(person_id: UUID) -> int:
    """End and forget all sessions."""
    return PersonSession.objects.filter(person_id=person_id).delete()[0]
