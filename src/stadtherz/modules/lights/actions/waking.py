"""Telling the bridge that there is something new to carry out."""

from __future__ import annotations

from django.db import transaction

from stadtherz.core.live.contract import publish

WISHES = "lights.wishes"
"""Bus topic; a hint only, the bridge polls its table as well."""


def wake_bridge() -> None:
    """Ring once the present transaction is committed."""
    transaction.on_commit(lambda: publish(WISHES, {}) and None)
