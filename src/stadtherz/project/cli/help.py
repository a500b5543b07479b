"""``stadtherz --help``: what works here, grouped, with a sentence each."""

from __future__ import annotations

from stadtherz.lib.errors import CityError

from .commands import Command, own_commands

ROOMS = "Records of the town"
INTRODUCTION = """Stadtherz: the open platform for a digital town.

    stadtherz COMMAND [--help]
"""


def help_text() -> str:
    """Give the whole help; with broken settings the rooms' commands are left out."""
    parts = [INTRODUCTION]
    groups: dict[str, list[Command]] = {}
    for command in own_commands().values():
        groups.setdefault(command.group, []).append(command)
    for group, commands in groups.items():
        parts.append(_lines(group, [(one.name, one.sentence) for one in commands]))
    try:
        rooms = room_commands()
        parts.extend([_lines(ROOMS, rooms)] if rooms else [])
    except CityError as error:
        parts.append(f"{ROOMS}: not shown, because of the settings. {error}\n")
    parts.append("Every Django command works too: stadtherz migrate, stadtherz shell, ...")
    return "\n".join(parts)


def room_commands() -> list[tuple[str, str]]:
    """List the management commands of our own apps with their help sentence."""
    import django  # noqa: PLC0415 -- slow
    from django.core.management import get_commands, load_command_class  # noqa: PLC0415 -- slow

    django.setup()
    found = []
    for name, app in sorted(get_commands().items()):
        if isinstance(app, str) and app.startswith("stadtherz."):
            found.append((name, str(load_command_class(app, name).help)))
    return found


def _lines(title: str, rows: list[tuple[str, str]]) -> str:
    return "\n".join([f"{title}:", *(f"  {name:<12} {sentence}" for name, sentence in rows), ""])
