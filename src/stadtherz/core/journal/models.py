"""Tables of the journal (append-only, sealed in batches) and of the outbox."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stadtherz.core.registry.identity import new_id


class Batch(models.Model):
    """Sealed entries of one chain; `head` covers the one before it."""

    chain_id = models.UUIDField(help_text="Organisation, or the nil UUID for the installation.")
    number = models.PositiveIntegerField()
    previous_head = models.CharField(max_length=64)
    head = models.CharField(max_length=64)
    entry_count = models.PositiveIntegerField()
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain_id", "number"], name="one_batch_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.chain_id}/{self.number}"


class Entry(models.Model):
    """One thing that happened. Holds ids and hashes; personal values stand beside it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    chain_id = models.UUIDField()
    at = models.DateTimeField()
    verb = models.CharField(max_length=80)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    actor_module = models.CharField(max_length=40, blank=True)
    cause_id = models.UUIDField(null=True)
    target_kind = models.CharField(max_length=60, blank=True)
    target_id = models.CharField(max_length=60, blank=True)
    facts = models.JSONField(default=dict)
    personal_digest = models.CharField(max_length=64, blank=True)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField(null=True)
    digest = models.CharField(max_length=64, blank=True, help_text="Set when it is sealed.")

    class Meta:
        indexes = [
            models.Index(fields=["chain_id", "id"], name="entry_by_chain"),
            models.Index(fields=["target_kind", "target_id"], name="entry_by_target"),
            models.Index(fields=["actor_id"], name="entry_by_actor"),
            models.Index(
                fields=["chain_id", "id"], condition=Q(batch__isnull=True), name="entry_unsealed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.verb} {self.target_kind} {self.target_id}"


class PersonalValues(models.Model):
    """Personal values of an entry with their salt; erasing the row leaves the chain valid."""

    entry = models.OneToOneField(Entry, primary_key=True, on_delete=models.CASCADE)
    person_id = models.UUIDField(null=True, db_index=True)
    salt = models.CharField(max_length=64)
    values = models.JSONField()

    def __str__(self) -> str:
        return str(self.entry_id)


class OutboxEvent(models.Model):
    """An event of the core, written in the transaction that caused it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    type = models.CharField(max_length=80)
    order_key = models.CharField(max_length=120)
    payload = models.JSONField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.type} {self.id}"


class Delivery(models.Model):
    """One event for one listener: waiting, done, or dead after too many attempts."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        DEAD = "dead"

    id = models.BigAutoField(primary_key=True)  # order of writing: clocks may jump
    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="deliveries")
    listener = models.CharField(max_length=80)
    order_key = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "listener"], name="one_delivery_per_listener"),
        ]
        indexes = [
            models.Index(
                fields=["listener", "order_key", "id"],
                condition=Q(state="waiting"),
                name="delivery_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listener} {self.state}"
