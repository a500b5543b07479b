"""Sessions that their owner can list and end."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone


class PersonSession(AbstractBaseSession):
    """A browser's session; rows of the signed-in name their person."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="sessions"
    )
    user_agent = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person"], name="session_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.created_at:%Y-%m-%d}"

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        return SessionStore


class SessionStore(DatabaseStore):
    """Django's database store over `PersonSession`."""

    @classmethod
    def get_model_class(cls) -> type[PersonSession]:
        return PersonSession

    def create_model_instance(self, data: dict[str, Any]) -> PersonSession:
        row = cast("PersonSession", super().create_model_instance(data))
        known = PersonSession.objects.filter(session_key=row.session_key).first()
        row.person_id = data.get("_auth_user_id") or None
        row.user_agent = data.get("user_agent", "")[:300]
        row.created_at = known.created_at if known else timezone.now()
        row.seen_at = timezone.now()
        return row
