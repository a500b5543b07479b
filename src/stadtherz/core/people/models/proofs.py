"""Second and better proofs of identity: passkeys, one-time codes, recovery codes."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stadtherz.core.registry.identity import new_id


class Passkey(models.Model):
    """A WebAuthn credential (W3C Web Authentication Level 3)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="passkeys"
    )
    name = models.CharField(max_length=80)
    credential_id = models.BinaryField(unique=True, max_length=1023)
    public_key = models.BinaryField()
    sign_count = models.PositiveBigIntegerField(default=0)
    transports = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class TotpDevice(models.Model):
    """A generator of one-time codes (RFC 6238); its secret is sealed."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="totp"
    )
    sealed_secret = models.BinaryField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0, help_text="A code is good once: RFC 6238, 5.2.")

    def __str__(self) -> str:
        return str(self.person_id)


class RecoveryCode(models.Model):
    """A code on paper for who lost the phone; good once, stored as a hash."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes"
    )
    code_hash = models.CharField(max_length=128)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.person_id)
