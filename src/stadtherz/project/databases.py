"""How Django reaches the records: embedded SQLite with write-ahead log, or PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stadtherz.project.conf.tree import Installation

PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"  # what was acknowledged survives a power cut
    "PRAGMA cache_size=-32000;"
    "PRAGMA mmap_size=134217728;"
    "PRAGMA temp_store=MEMORY;"
)


def database(installation: Installation) -> dict[str, Any]:
    """Django's ``DATABASES["default"]`` for this installation."""
    told = installation.database
    if told.engine == "postgresql":
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": told.name,
            "HOST": told.host,
            "PORT": told.port,
            "USER": told.user,
            "PASSWORD": told.password,
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": installation.data_dir / f"{told.name}.sqlite3",
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 5, "init_command": PRAGMAS},
        "CONN_MAX_AGE": None,
    }
