"""The spatial index: a migration operation for SQLite (R*Tree) and PostgreSQL (GiST).

One index covers a table's boxes; points are boxes without extent. On SQLite an R*Tree virtual
table ``<table>_spots`` follows the table by triggers. Its coordinates are 32-bit, so it answers
"may overlap" and the query compares the table's own columns (SQLite, "The SQLite R*Tree Module",
section 2.1 and, for the key beside the boxes, section 4.1). On PostgreSQL it is a GiST index over
``box(point, point)`` (manual, section 8.8.4 and 11.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.migrations.operations.base import Operation

if TYPE_CHECKING:
    from django.db import models
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState

Columns = tuple[str, str, str, str]
POINT: Columns = ("lon", "lat", "lon", "lat")
BOX: Columns = ("west", "south", "east", "north")


def spatial_index(
    table: str, *, columns: Columns = POINT, key: str = "id"
) -> list[SpatialIndexOperation]:
    """Operations that give a table its spatial index; put them last in a migration.

    Args:
        table: the table's name, such as ``lights_lamp``.
        columns: west, south, east, north; `POINT` for columns lon and lat, `BOX` for boxes.
        key: primary key column.

    Beside `POINT`, tell `queries.within` and `queries.near` by a class attribute of the model:
    ``spatial_columns = BOX``. Rows whose columns are null are not in the index.

    A later migration that changes the table's own columns makes Django copy the table on
    SQLite, which drops the triggers: end that migration with ``*spatial_index(...)`` again (it
    builds anew what is there). The health check ``places.spatial`` finds a forgotten one.

    """
    return [SpatialIndexOperation(table, columns=columns, key=key)]


class SpatialIndexOperation(Operation):
    """Builds the index anew; backwards it takes it away."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str, *, columns: Columns = POINT, key: str = "id") -> None:
        self.table, self.columns, self.key = table, columns, key

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return "SpatialIndexOperation", [self.table], {"columns": self.columns, "key": self.key}

    def describe(self) -> str:
        return f"Spatial index of {self.table}"

    @property
    def migration_name_fragment(self) -> str:
        return f"{self.table}_spatial_index"

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        pass

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        plan = IndexPlan(self.table, self.columns, self.key)
        vendor = schema_editor.connection.vendor
        for statement in (*plan.drop(vendor), *plan.create(vendor)):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for statement in IndexPlan(self.table, self.columns, self.key).drop(
            schema_editor.connection.vendor
        ):
            schema_editor.execute(statement, params=None)


@dataclass(frozen=True)
class IndexPlan:
    """The statements for one table, by vendor. Names come from migrations, never from people."""

    table: str
    columns: Columns
    key: str

    @property
    def spots(self) -> str:
        """Name of the R*Tree, or of the GiST index."""
        return f"{self.table}_spots"

    def drop(self, vendor: str) -> list[str]:
        """Take away what there is of the index."""
        if vendor == "postgresql":
            return [f'DROP INDEX IF EXISTS "{self.spots}"']
        names = ("insert", "delete", "update")
        return [
            *[f'DROP TRIGGER IF EXISTS "{self.spots}_{name}"' for name in names],
            f'DROP TABLE IF EXISTS "{self.spots}"',
        ]

    def create(self, vendor: str) -> list[str]:
        """Make the index and fill it with the table's rows."""
        if vendor == "postgresql":
            box = box_sql(self.table, self.columns)
            return [f'CREATE INDEX "{self.spots}" ON "{self.table}" USING gist (({box}))']
        return [self._tree(), self._fill(), *self._triggers()]

    def _tree(self) -> str:
        return (
            f'CREATE VIRTUAL TABLE "{self.spots}" USING rtree(spot, west, east, south, north, +key)'
        )

    def _values(self, row: str) -> str:
        west, south, east, north = (f'{row}."{name}"' for name in self.columns)
        return f'{west}, {east}, {south}, {north}, {row}."{self.key}"'

    def _into(self) -> str:
        return f'INSERT INTO "{self.spots}" (west, east, south, north, key)'

    def _is_placed(self, row: str) -> str:
        return " AND ".join(f'{row}."{name}" IS NOT NULL' for name in dict.fromkeys(self.columns))

    def _fill(self) -> str:
        values, placed = self._values("t"), self._is_placed("t")
        return f'{self._into()} SELECT {values} FROM "{self.table}" AS t WHERE {placed}'  # noqa: S608 -- names from migrations

    def _forget(self) -> str:
        # found by its old box, so that it costs a walk down the tree and no scan
        west, south, east, north = (f'OLD."{name}"' for name in self.columns)
        covers = f"west <= {west} AND east >= {east} AND south <= {south} AND north >= {north}"
        return f'DELETE FROM "{self.spots}" WHERE {covers} AND key = OLD."{self.key}";'  # noqa: S608 -- names from migrations

    def _triggers(self) -> list[str]:
        add = f"{self._into()} SELECT {self._values('NEW')} WHERE {self._is_placed('NEW')};"
        watched = (*dict.fromkeys(self.columns), self.key)
        changed = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in watched)
        names = ", ".join(f'"{name}"' for name in watched)
        on = f'ON "{self.table}"'
        return [
            f'CREATE TRIGGER "{self.spots}_insert" AFTER INSERT {on} BEGIN {add} END',
            f'CREATE TRIGGER "{self.spots}_delete" AFTER DELETE {on} BEGIN {self._forget()} END',
            (
                f'CREATE TRIGGER "{self.spots}_update" AFTER UPDATE OF {names} {on} '
                f"WHEN {changed} BEGIN {self._forget()} {add} END"
            ),
        ]


def box_sql(table: str, columns: Columns) -> str:
    """The indexed expression on PostgreSQL."""
    west, south, east, north = (f'"{table}"."{name}"' for name in columns)
    return f"box(point({west}, {south}), point({east}, {north}))"


def columns_of(model: type[models.Model]) -> Columns:
    """West, south, east, north of a model's rows."""
    columns: Columns = getattr(model, "spatial_columns", POINT)
    return columns


def gather_statistics(*tables: str) -> None:
    """Let the database count what its indexes hold; call it after writing many rows.

    Without counts SQLite takes any ``organisation = …`` for a handful of rows and prefers that
    index to the spatial one, which then reads the whole table ("The SQLite Query Optimizer
    Overview", section 8.1; ANALYZE with an analysis limit, section 3.1). Takes milliseconds.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit=1000")
        for table in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")


def broken_indexes(database: BaseDatabaseWrapper) -> list[str]:
    """Tables whose R*Tree lost a trigger (SQLite); PostgreSQL keeps its indexes itself."""
    if database.vendor != "sqlite":
        return []
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT t.name FROM sqlite_master AS t WHERE t.type = 'table' "
            "AND t.sql LIKE 'CREATE VIRTUAL TABLE%%USING rtree%%' AND t.name LIKE '%%_spots' "
            "AND (SELECT count(*) FROM sqlite_master AS g WHERE g.type = 'trigger' "
            "AND g.name IN (t.name || '_insert', t.name || '_delete', t.name || '_update')) < 3"
        )
        return [name.removesuffix("_spots") for (name,) in cursor.fetchall()]
