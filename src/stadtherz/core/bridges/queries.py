"""Reading how the bridges stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from stadtherz.core.bridges.domain import SILENT_AFTER_S, BridgeState
from stadtherz.core.bridges.models import BridgeHealth
from stadtherz.core.registry import queries as registry

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, kw_only=True)
class Health:
    """One installed bridge; `is_silent` when no living process has written lately."""

    key: str
    label: str
    state: BridgeState
    since_at: dt.datetime | None
    error: str
    starts: int
    counters: dict[str, Any]
    is_silent: bool

    @property
    def is_well(self) -> bool:
        """Whether the connection stands and its process lives."""
        return self.state == BridgeState.CONNECTED and not self.is_silent


def health() -> list[Health]:
    """Every installed bridge, also one that never ran (one SQL query)."""
    rows = {row.key: row for row in BridgeHealth.objects.all()}
    now = timezone.now()
    return [
        _health(spec.key, str(spec.label), rows.get(spec.key), now)
        for spec in registry.bridges().values()
    ]


def _health(key: str, label: str, row: BridgeHealth | None, now: dt.datetime) -> Health:
    if row is None:
        row = BridgeHealth(key=key, state=BridgeState.STOPPED)
    seen_at: dt.datetime | None = row.seen_at
    silent_s = abs((now - seen_at).total_seconds()) if seen_at else SILENT_AFTER_S + 1
    return Health(
        key=key,
        label=label,
        state=BridgeState(row.state),
        since_at=row.since_at,
        error=row.error,
        starts=row.starts,
        counters=row.counters,
        is_silent=silent_s > SILENT_AFTER_S,
    )
