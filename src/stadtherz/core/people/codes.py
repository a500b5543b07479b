"""One-time codes (RFC 6238) and recovery codes: made, sealed, taken once."""

from __future__ import annotations

import base64
import os
import secrets
from typing import TYPE_CHECKING

import pyotp
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from stadtherz.core.people.models import RecoveryCode, TotpDevice
from stadtherz.lib import envelope

if TYPE_CHECKING:
    from stadtherz.core.people.models import Person

STEP_S = 30
TOLERATED_STEPS = (-1, 0, 1)
"""One step of clock error to either side: RFC 6238 section 5.2."""

RECOVERY_CODES = 10
RECOVERY_BYTES = 10


def seal(secret: bytes, person: Person) -> bytes:
    """Seal a 32-byte secret for the database, bound to its person."""
    nonce = os.urandom(envelope.NONCE_BYTES)
    return envelope.wrap_key(secret, by=_house_key(), context=person.id.bytes, nonce=nonce)


def generator(device: TotpDevice) -> pyotp.TOTP:
    """The generator of codes of a device."""
    secret = envelope.unwrap_key(
        bytes(device.sealed_secret), by=_house_key(), context=device.person_id.bytes
    )
    return pyotp.TOTP(base64.b32encode(secret).decode().rstrip("="), interval=STEP_S)


def setup_uri(device: TotpDevice, *, login: str, issuer: str) -> str:
    """The ``otpauth:`` address that authenticator apps read from a QR code."""
    return generator(device).provisioning_uri(name=login, issuer_name=issuer)


def fitting_step(device: TotpDevice, code: str, *, now_s: float) -> int | None:
    """The step whose code this is; None when it fits none, or none after the last one used."""
    digits = code.replace(" ", "")
    totp, now_step = generator(device), int(now_s) // STEP_S
    for step in (now_step + offset for offset in TOLERATED_STEPS):
        expected = totp.generate_otp(step)
        if secrets.compare_digest(expected.encode(), digits.encode()) and step > device.last_step:
            return step
    return None


def take_totp(person: Person, code: str, *, now_s: float) -> bool:
    """Use up a code of the person's confirmed device; the same code is refused a second time."""
    device = TotpDevice.objects.filter(person=person, confirmed_at__isnull=False).first()
    step = fitting_step(device, code, now_s=now_s) if device else None
    if step is None:
        return False
    taken = TotpDevice.objects.filter(person=person, last_step__lt=step).update(last_step=step)
    return taken == 1


def take_recovery(person: Person, code: str) -> bool:
    """Use up a recovery code; each is good once."""
    unused = RecoveryCode.objects.filter(
        person=person, code_hash=recovery_hash(person, code), used_at__isnull=True
    )
    return unused.update(used_at=timezone.now()) == 1


def new_recovery_codes() -> list[str]:
    """Ten codes of 80 random bits, written as four groups of four."""
    return [_grouped(os.urandom(RECOVERY_BYTES)) for _ in range(RECOVERY_CODES)]


def recovery_hash(person: Person, code: str) -> str:
    """How a recovery code is stored: HMAC-SHA256 under the installation's key."""
    plain = code.replace("-", "").replace(" ", "").lower()
    salt = f"people.recovery {person.id}"
    return salted_hmac(salt, plain, algorithm="sha256").hexdigest()


def _grouped(value: bytes) -> str:
    text = base64.b32encode(value).decode().lower()
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def _house_key() -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"stadtherz people totp 1").derive(
        settings.SECRET_KEY.encode()
    )
