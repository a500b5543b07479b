"""The nearest known name to a mistyped one."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest_name(name: str, known: Iterable[str]) -> str | None:
    """Tell which of the known names was probably meant.

    Args:
        name: what somebody wrote; case does not matter.
        known: the accepted names.

    Returns:
        The known name with the highest similarity of at least 0.6 (difflib's ratio), or None.

    """
    spelled = {candidate.casefold(): candidate for candidate in known}
    matches = get_close_matches(name.casefold(), spelled, n=1, cutoff=0.6)
    return spelled[matches[0]] if matches else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Say the nearest name as a sentence, or list all names where none is near."""
    names = sorted(known)
    found = nearest_name(name, names)
    if found is not None:
        return f'Did you mean "{found}"?'
    return f"Accepted: {', '.join(names)}."
