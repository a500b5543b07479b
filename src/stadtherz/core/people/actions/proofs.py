"""Passkeys, one-time codes and recovery codes come and go."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from stadtherz.core.journal.contract import note, personal
from stadtherz.core.people import codes
from stadtherz.core.people.actions.own import require_own
from stadtherz.core.people.decorators import action
from stadtherz.core.people.errors import AccountError
from stadtherz.core.people.models import Passkey, RecoveryCode, TotpDevice
from stadtherz.lib.envelope import KEY_BYTES

if TYPE_CHECKING:
    from stadtherz.core.people.models import Person
    from stadtherz.core.registry.values import Actor


@dataclass(frozen=True, kw_only=True)
class NewCredential:
    """What a checked WebAuthn registration gives us to keep."""

    id: bytes
    public_key: bytes
    sign_count: int
    transports: list[str]


@action("people.add_passkey", needs_right=False)
def add_passkey(person: Person, *, name: str, credential: NewCredential, by: Actor) -> Passkey:
    """Keep a new passkey of one's own account."""
    require_own(person, by)
    passkey = Passkey.objects.create(
        person=person,
        name=name,
        credential_id=credential.id,
        public_key=credential.public_key,
        sign_count=credential.sign_count,
        transports=credential.transports,
    )
    note(passkey)
    personal(person.id, name=name)
    return passkey


@action("people.remove_passkey", needs_right=False)
def remove_passkey(person: Person, *, passkey: Passkey, by: Actor) -> None:
    """Forget a passkey."""
    require_own(person, by)
    note(passkey=passkey.id)
    passkey.delete()


@action("people.prepare_totp", needs_right=False)
def prepare_totp(person: Person, *, by: Actor) -> TotpDevice:
    """Make a new secret for one-time codes; it counts once a code of it was shown.

    Raises:
        AccountError: people.E030, while a confirmed generator is in use.

    """
    require_own(person, by)
    if TotpDevice.objects.filter(person=person, confirmed_at__isnull=False).exists():
        raise AccountError(
            _("Your account has a generator of codes already."),
            fix=_("Switch it off first, then set up the new one."),
            code="people.E030",
        )
    sealed = codes.seal(os.urandom(KEY_BYTES), person)
    device, _made = TotpDevice.objects.update_or_create(
        person=person, defaults={"sealed_secret": sealed, "last_step": 0}
    )
    note(person)
    return device


@action("people.confirm_totp", needs_right=False)
def confirm_totp(person: Person, *, code: str, by: Actor) -> list[str]:
    """Switch one-time codes on after a first right code; return the recovery codes, once.

    Raises:
        AccountError: people.E031, when the code does not fit.

    """
    require_own(person, by)
    now = timezone.now()
    device = TotpDevice.objects.filter(person=person, confirmed_at__isnull=True).first()
    step = codes.fitting_step(device, code, now_s=now.timestamp()) if device else None
    if device is None or step is None:
        raise AccountError(
            _("This code does not fit."),
            fix=_("Wait for the next code. If it stays wrong, check the clock of your phone."),
            code="people.E031",
        )
    device.confirmed_at, device.last_step = now, step
    device.save(update_fields=["confirmed_at", "last_step"])
    note(person)
    return _renew(person)


@action("people.remove_totp", needs_right=False)
def remove_totp(person: Person, *, by: Actor) -> None:
    """Switch one-time codes off; the recovery codes go with them."""
    require_own(person, by)
    TotpDevice.objects.filter(person=person).delete()
    RecoveryCode.objects.filter(person=person).delete()
    note(person)


@action("people.renew_recovery_codes", needs_right=False)
def renew_recovery_codes(person: Person, *, by: Actor) -> list[str]:
    """Replace all recovery codes; return the new ones, once."""
    require_own(person, by)
    note(person)
    return _renew(person)


def _renew(person: Person) -> list[str]:
    fresh = codes.new_recovery_codes()
    RecoveryCode.objects.filter(person=person).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(person=person, code_hash=codes.recovery_hash(person, code)) for code in fresh
    )
    return fresh
