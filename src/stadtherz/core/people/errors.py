"""What can go wrong with accounts, told to people."""

from __future__ import annotations

from stadtherz.lib.errors import CityError


class AccountError(CityError):
    """A change of an account that cannot be made."""
