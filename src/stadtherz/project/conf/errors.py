from __future__ import annotations

from stadtherz.lib.errors import CityError


class SettingsError(CityError):
    """A setting that is unknown, unreadable or outside its accepted values."""
