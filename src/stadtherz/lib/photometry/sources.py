"""Sources: where a figure comes from, and whether it was checked against the standard itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule, a limit or a weight comes from.

    Args:
        text: standard with edition and clause, or the transcription that was at hand.
        needs_checking: verify against the bought standard before normative use; shown to users.

    """

    text: str
    needs_checking: bool
