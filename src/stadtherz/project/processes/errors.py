from __future__ import annotations

from stadtherz.lib.errors import CityError


class ProcessError(CityError):
    """The group of processes cannot be started, or a start was refused."""
