"""Every row of the database, compared and searched without knowing the tables."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterator


def tables() -> list[str]:
    """Name every table of ours and of the packages that store something."""
    return sorted(connection.introspection.table_names())


def digests() -> dict[str, tuple[int, str]]:
    """Return count and digest of the rows of every table, whatever their order."""
    made = {}
    for table in tables():
        prints = sorted(hashlib.sha256(repr(row).encode()).hexdigest() for row in rows(table))
        made[table] = (len(prints), hashlib.sha256("".join(prints).encode()).hexdigest()[:12])
    return made


def rows(table: str) -> Iterator[tuple[object, ...]]:
    """Yield the rows of one table as the database holds them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        while found := cursor.fetchmany(1000):
            yield from found


def tables_with(*words: str) -> list[str]:
    """Name every table in which one of the words stands, in text or in bytes."""
    wanted = [word.casefold() for word in words]
    return [
        table
        for table in tables()
        if any(_holds(value, wanted) for row in rows(table) for value in row)
    ]


def _holds(value: object, words: list[str]) -> bool:
    if isinstance(value, bytes | memoryview):
        value = bytes(value).decode("utf-8", "ignore")
    return isinstance(value, str) and any(word in value.casefold() for word in words)
