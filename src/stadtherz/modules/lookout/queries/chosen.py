"""The module's settings of this installation."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.conf import settings

if TYPE_CHECKING:
    from stadtherz.modules.lookout.settings import Settings


def chosen() -> Settings:
    """What the operator chose, or the defaults."""
    return cast("Settings", settings.INSTALLATION.rooms["lookout"])
