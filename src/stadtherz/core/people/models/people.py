"""A person with an account."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from stadtherz.core.registry.identity import new_id


class PersonManager(BaseUserManager["Person"]):
    """Finds people by their log-in name, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(login__iexact=username)


class Person(AbstractBaseUser):
    """Someone who can sign in. Rights come from memberships alone; there is no superuser."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    login = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=10, default="de")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(
        default=False, help_text="Signs in without password, in the demo."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("login"), name="login_whatever_its_case"),
        ]

    def __str__(self) -> str:
        return self.name
