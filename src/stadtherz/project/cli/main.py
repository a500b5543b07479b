"""From the words on the command line to the command."""

from __future__ import annotations

import os
import sys

from stadtherz.lib.errors import CityError
from stadtherz.lib.nearest import nearest_name

from .commands import own_commands
from .help import help_text
from .outcome import told_to_people


class CommandLineError(CityError):
    """A command that is neither ours nor a room's nor Django's."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command and give its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stadtherz.project.settings")
    words = sys.argv[1:] if arguments is None else arguments
    return told_to_people(lambda: run(words))


def run(words: list[str]) -> int:
    """Run one command; the first word names it.

    Raises:
        CommandLineError: cli.E001, nobody knows that command; the nearest is named.

    """
    if not words or words[0] in {"-h", "--help", "help"}:
        print(help_text())
        return 0
    name, *rest = words
    own = own_commands().get(name)
    if own is not None:
        return own.run(rest)
    return _of_django(name, words)


def _of_django(name: str, words: list[str]) -> int:
    import django  # noqa: PLC0415 -- slow
    from django.core.management import (  # noqa: PLC0415 -- slow
        execute_from_command_line,
        get_commands,
    )

    django.setup()  # before it, get_commands() knows Django's own only, and keeps to that
    known = {*get_commands(), *own_commands()}
    if name not in known and not name.startswith("-"):
        near = nearest_name(name, known)
        raise CommandLineError(
            f'There is no command "{name}".',
            fix=f"Did you mean: stadtherz {near}" if near else "stadtherz --help lists them.",
            code="cli.E001",
        )
    execute_from_command_line(["stadtherz", *words])
    return 0
