"""Settings of the journal."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path  # noqa: TC003 - read by the settings reader


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Where the heads of the hash chains are anchored."""

    anchors: Path | None = field(
        default=None,
        metadata={
            "help": "Directory on another store for the daily heads; default: anchors in the data "
            "directory, which proves less."
        },
    )
