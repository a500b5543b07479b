"""Who owns rows, and who may do what there."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from stadtherz.core.registry.identity import new_id


class Town(models.Model):
    """A town of the installation. `pack` names the loaded town pack, if any."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=60, default="Europe/Berlin")
    simulated_from_at = models.DateTimeField(
        null=True, help_text="Where the town's own clock begins; null means real time."
    )
    simulation_started_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """An office, service or association of a town; every owned row names one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="organisations")
    key = models.SlugField()
    name = models.CharField(max_length=160)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["town", "key"], name="organisation_key_per_town"),
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """A set of rights within one organisation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="roles")
    key = models.SlugField()
    name = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "key"], name="role_key_per_org"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.organisation_id})"


class Grant(models.Model):
    """One right of a role."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="grants")
    permission = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["role", "permission"], name="grant_once"),
        ]

    def __str__(self) -> str:
        return self.permission


class Membership(models.Model):
    """A person holds a role, for good or until a moment."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="memberships")
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "role"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role_id}"
