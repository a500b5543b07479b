"""Writing down how all bridges stand, in one statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadtherz.core.bridges.models import BridgeHealth

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stadtherz.core.bridges.context import BridgeContext


def record(contexts: Iterable[BridgeContext]) -> None:
    """Insert or update one row per bridge."""
    rows = [_row(context) for context in contexts]
    BridgeHealth.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["state", "since_at", "seen_at", "starts", "error", "counters"],
    )


def _row(context: BridgeContext) -> BridgeHealth:
    standing = context.standing()
    return BridgeHealth(
        key=context.key,
        state=standing.state,
        since_at=standing.since_at,
        seen_at=context.now(),
        starts=standing.starts,
        error=standing.error,
        counters=context.counters(),
    )
