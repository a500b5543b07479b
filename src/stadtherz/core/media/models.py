"""Tables of media: what is kept, what is on its way, and what was made of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from stadtherz.core.occasions.models import Occasion
from stadtherz.core.registry.identity import new_id


class Keeping(models.Model):
    """How long an occasion's files are kept, and whether their key still exists."""

    occasion = models.OneToOneField(
        Occasion, primary_key=True, on_delete=models.PROTECT, related_name="keeping"
    )
    retention_days = models.PositiveIntegerField()
    hold_reason = models.CharField(max_length=200, blank=True, help_text="Held back from deletion.")
    destroyed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.occasion_id)


class Upload(models.Model):
    """A file on its way; its offset is what lies on disk, never what a row says."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    occasion = models.ForeignKey(Occasion, on_delete=models.CASCADE, related_name="uploads")
    filename = models.CharField(max_length=255)
    length_bytes = models.BigIntegerField()
    header = models.BinaryField(help_text="Header of the sealed file (lib.envelope).")
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    begun_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.filename


class Item(models.Model):
    """A file of an occasion. `address` is the hash of the sealed bytes, the name on disk.

    After deletion the row stays, with the hash of the plain text, as the record of what was.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="items")
    filename = models.CharField(max_length=255)
    content_type = models.CharField(max_length=60)
    size_bytes = models.BigIntegerField()
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()
    plain_sha256 = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    received_from = models.CharField(max_length=10, help_text="Kind of the actor that sent it.")
    sender_id = models.UUIDField(null=True, help_text="Id of that person, key or device.")
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["occasion", "plain_sha256"], name="file_once_per_occasion"
            ),
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def organisation_id(self) -> object:
        """The occasion's owner: rights over the file are rights over the occasion."""
        return self.occasion.organisation_id


class Derivative(models.Model):
    """A smaller picture made of an item, sealed by the same key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="derivatives")
    name = models.CharField(max_length=20)
    content_type = models.CharField(max_length=60)
    size_bytes = models.BigIntegerField()
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()
    address = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "name"], name="derivative_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.item_id}"
