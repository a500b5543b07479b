"""New identifiers and the clock, in the one place that reads entropy and time for them."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from stadtherz.lib.ids import RANDOM_BYTES, MonotonicUuid7

if TYPE_CHECKING:
    from uuid import UUID

_IDS = MonotonicUuid7()


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562 section 5.7), later ones greater within this process."""
    return _IDS.make(time.time_ns() // 1_000_000, os.urandom(RANDOM_BYTES))
