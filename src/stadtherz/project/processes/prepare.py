"""What a start brings up to date: tables, static files, and the first town."""

from __future__ import annotations

import hashlib
from pathlib import Path

import django

from stadtherz.project.conf import Installation, current

from .errors import ProcessError

#: htmx's extensions import by bare names that no hashed path can replace; no page uses them.
NOT_COLLECTED = ("django_htmx/ext/*",)


def prepare() -> int:
    """Bring the installation up to date; quick when nothing changed. Prints what it does."""
    installation = current()
    installation.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    django.setup()
    migrate()
    refresh_static(installation.data_dir)
    fill_when_empty(installation)
    return 0


def pending_migrations() -> int:
    """Count the migrations that the database lacks."""
    from django.db import connection  # noqa: PLC0415 -- app ready
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415 -- app ready

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> None:
    """Bring the tables up to date."""
    from django.core.management import call_command  # noqa: PLC0415 -- app ready

    count = pending_migrations()
    if count:
        say(f"bringing the database up to date ({count} steps)")
        call_command("migrate", interactive=False, verbosity=0)


def require_migrated() -> None:
    """Refuse to serve on tables that do not fit this version.

    Raises:
        ProcessError: start.E005.

    """
    count = pending_migrations()
    if count:
        raise ProcessError(
            f"The database lacks {count} migrations of this version.",
            fix="Make a copy of it, then type: ./stadtherz migrate",
            code="start.E005",
        )


def refresh_static(data_dir: Path) -> None:
    """Collect the static files when one of them changed since the last time."""
    from django.core.management import call_command  # noqa: PLC0415 -- app ready

    stamp, print_now = data_dir / "static.stamp", _static_fingerprint()
    if stamp.exists() and stamp.read_text(encoding="ascii") == print_now:
        return
    say("collecting style, scripts and pictures of the pages")
    call_command(
        "collectstatic", interactive=False, verbosity=0, ignore_patterns=list(NOT_COLLECTED)
    )
    stamp.write_text(print_now, encoding="ascii")


def _static_fingerprint() -> str:
    from django.conf import settings  # noqa: PLC0415 -- app ready
    from django.contrib.staticfiles.finders import get_finders  # noqa: PLC0415 -- app ready

    digest = hashlib.sha256(str(settings.STATIC_ROOT).encode())
    digest.update(str(Path(settings.STATIC_ROOT).is_dir()).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def fill_when_empty(installation: Installation) -> None:
    """Load the town and the demo into an empty database, or go on where a start was killed.

    Both commands may run twice without changing anything; the mark says that they did not end.
    """
    from stadtherz.core.people.models import Person  # noqa: PLC0415 -- app ready
    from stadtherz.core.people.queries import demo_accounts_exist  # noqa: PLC0415 -- app ready

    mark = installation.data_dir / "filling"
    if not mark.exists() and Person.objects.exists():
        if demo_accounts_exist():
            _call("demo", "--clock")  # the night begins anew at each start
        return
    mark.touch()
    say(f"loading the town pack {installation.town}")
    _call("town", "load", installation.town)
    say("building the demo")
    _call("demo")
    mark.unlink()


def _call(name: str, *words: str) -> None:
    from django.core.management import CommandError, call_command  # noqa: PLC0415 -- app ready

    try:
        call_command(name, *words)
    except CommandError as error:
        raise ProcessError(
            f"stadtherz {' '.join([name, *words])} failed: {error}",
            fix="Correct that and start again; the start goes on from there.",
            code="start.E008",
        ) from error


def say(sentence: str) -> None:
    """Tell the supervisor's console."""
    print(sentence, flush=True)
