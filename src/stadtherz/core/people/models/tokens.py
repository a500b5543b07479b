"""Keys for programs."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from stadtherz.core.people.models.organisations import Organisation
from stadtherz.core.registry.identity import new_id


class Token(models.Model):
    """A bearer key of one organisation, limited to scopes; only its SHA-256 is stored."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="tokens")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    name = models.CharField(max_length=120)
    hint = models.CharField(max_length=8, help_text="First letters, to tell tokens apart.")
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    narrowed_to = models.JSONField(
        default=list, help_text="Ids of the only records it opens; empty means all."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation"], name="token_by_org")]

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}…)"
