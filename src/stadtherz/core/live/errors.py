"""What can go wrong between processes.

BusError             the private socket directory cannot be used, or a message cannot be carried
UnknownTopicError    an announcement names no registered topic, or is of another type
"""

from __future__ import annotations

from stadtherz.lib.errors import CityError


class BusError(CityError):
    """The bus cannot be reached or cannot carry a message."""


class UnknownTopicError(CityError):
    """An announcement does not fit a topic that a module registered."""
