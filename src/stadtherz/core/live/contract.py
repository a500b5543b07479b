"""What other rooms use of live: announcements to browsers, and the bus as a bell."""

from stadtherz.core.live.announcing import announce
from stadtherz.core.live.bells import ring_on
from stadtherz.core.live.bus import publish, subscribe
from stadtherz.core.live.errors import BusError, UnknownTopicError

__all__ = ["BusError", "UnknownTopicError", "announce", "publish", "ring_on", "subscribe"]
