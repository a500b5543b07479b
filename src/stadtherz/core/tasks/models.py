"""Tables of durable work."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from stadtherz.core.people.models import Organisation
from stadtherz.core.registry.identity import new_id
from stadtherz.core.tasks.domain import OPEN_STATES, WorkState


class Work(models.Model):
    """One piece of work: which task, with what, in whose name, and how far it is.

    `lease_mark` changes with every sign of life of the worker that holds it; who sees it stand
    still for `lease_s` on its own monotonic clock may take over. `leased_until` is for people.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    task = models.CharField(max_length=80)
    arguments = models.JSONField(default=list)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True, blank=True)
    actor = models.JSONField()
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in WorkState], default=WorkState.QUEUED
    )
    once_key = models.CharField(max_length=120, blank=True)
    progress = models.FloatField(default=0.0)
    message = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=5)
    lease_s = models.FloatField(default=30.0)
    lease_owner = models.CharField(max_length=200, blank=True)
    lease_mark = models.PositiveBigIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    run_at = models.DateTimeField()
    is_cancel_wanted = models.BooleanField(default=False)
    result = models.JSONField(null=True, blank=True)
    error = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(progress__gte=0) & Q(progress__lte=1), name="work_progress_0_to_1"
            ),
            models.CheckConstraint(
                condition=Q(attempts__lte=F("max_attempts")), name="work_attempts_bounded"
            ),
            models.CheckConstraint(
                condition=~Q(state=WorkState.RUNNING) | ~Q(lease_owner=""),
                name="work_running_has_owner",
            ),
            models.UniqueConstraint(
                fields=["task", "once_key"],
                condition=Q(state__in=[str(s) for s in OPEN_STATES]) & ~Q(once_key=""),
                name="work_open_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["run_at"], condition=Q(state=WorkState.QUEUED), name="work_queued"
            ),
            models.Index(
                fields=["lease_owner"], condition=Q(state=WorkState.RUNNING), name="work_running"
            ),
            models.Index(fields=["actor_kind", "actor_id", "id"], name="work_by_actor"),
            models.Index(fields=["state", "finished_at"], name="work_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.id} {self.state}"


class Schedule(models.Model):
    """When a job of a descriptor is due next."""

    key = models.CharField(max_length=80, primary_key=True)
    due_at = models.DateTimeField()
    last_queued_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.key
