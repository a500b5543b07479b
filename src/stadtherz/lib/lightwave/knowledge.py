"""What is known about a lamp's level, as a state machine written as a table.

    UNKNOWN    nothing can be said; shown as unknown, never as off
    EXPECTED   the plan says so; nobody measured it
    COMMANDED  a command is under way, no reply yet
    CONFIRMED  the lamp itself reported the level, at ``known_at_s``

Only a report of the lamp leads to CONFIRMED. A cabinet that confirms its relay confirms the
supply, not the light, and leads to EXPECTED.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Knowledge(IntEnum):
    """How a shown level is known."""

    UNKNOWN = 0
    EXPECTED = 1
    COMMANDED = 2
    CONFIRMED = 3


class Event(IntEnum):
    """What can happen to the knowledge of a level."""

    PLAN_CHANGED = 0
    """The plan gives another level to a lamp that nothing commands."""
    COMMAND_SENT = 1
    PROBE_SENT = 2
    """A slow repeat to a lamp that stopped answering."""
    LAMP_REPORTED = 3
    SUPPLY_CONFIRMED = 4
    """The cabinet confirmed that the circuit is switched."""
    REPLY_OVERDUE = 5
    """All tries of a command went unanswered."""
    REPORT_AGED = 6
    """The last report is older than the policy trusts."""
    CONTACT_LOST = 7
    """The gateway of the lamp is gone; the lamp runs its local calendar."""


_U, _E, _O, _C = Knowledge
TABLE: dict[Event, tuple[Knowledge, Knowledge, Knowledge, Knowledge]] = {
    # event                  UNKNOWN EXPECTED COMMANDED CONFIRMED
    Event.PLAN_CHANGED: (_E, _E, _O, _E),
    Event.COMMAND_SENT: (_O, _O, _O, _O),
    Event.PROBE_SENT: (_U, _O, _O, _O),
    Event.LAMP_REPORTED: (_C, _C, _C, _C),
    Event.SUPPLY_CONFIRMED: (_E, _E, _E, _C),
    Event.REPLY_OVERDUE: (_U, _E, _U, _C),
    Event.REPORT_AGED: (_U, _E, _O, _E),
    Event.CONTACT_LOST: (_U, _U, _U, _U),
}
_ARRAY = np.array([TABLE[event] for event in Event], dtype=np.uint8)


def after(event: Event, knowledge: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Give the knowledge after ``event``; codes in, codes out, same shape."""
    found: NDArray[np.uint8] = _ARRAY[event][knowledge]
    return found
