"""Which settings exist: the tree's own sections and those of the rooms."""

from __future__ import annotations

import pkgutil
from dataclasses import MISSING, Field, dataclass, fields
from importlib import import_module
from importlib.util import find_spec
from typing import Any, get_type_hints

import stadtherz.core
import stadtherz.modules

from .tree import DatabaseSettings, MailSettings, ServerSettings, TownSettings

#: Section of the file → its dataclass; "" is what stands outside any section.
OWN_SECTIONS: dict[str, type[Any]] = {
    "": TownSettings,
    "server": ServerSettings,
    "database": DatabaseSettings,
    "mail": MailSettings,
}


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One known setting: where it stands, what it accepts, what it is for."""

    section: str
    name: str
    kind: Any
    default: object
    help: str
    is_secret: bool
    at_least: float | None
    at_most: float | None

    @property
    def key(self) -> str:
        """Dotted name, as the file and every message spell it."""
        return f"{self.section}.{self.name}" if self.section else self.name

    @property
    def variable(self) -> str:
        """Name of the environment variable."""
        return "STADTHERZ_" + self.key.replace(".", "__").upper()


def room_sections() -> dict[str, type[Any]]:
    """Find ``Settings`` in the ``settings.py`` of every module and core app, by key."""
    found: dict[str, type[Any]] = {}
    for floor in (stadtherz.core, stadtherz.modules):
        for room in pkgutil.iter_modules(floor.__path__):
            place = f"{floor.__name__}.{room.name}.settings"
            if room.ispkg and find_spec(place) is not None:
                found[room.name] = import_module(place).Settings
    return found


def settings_in(section: str, shape: type[Any]) -> list[Setting]:
    """List the settings of one section from its dataclass."""
    hints = get_type_hints(shape)
    return [_setting(section, field, hints[field.name]) for field in fields(shape)]


def _setting(section: str, field: Field[Any], kind: object) -> Setting:
    default = field.default
    if field.default_factory is not MISSING:
        default = field.default_factory()
    return Setting(
        section=section,
        name=field.name,
        kind=kind,
        default=default,
        help=str(field.metadata.get("help", "")),
        is_secret=bool(field.metadata.get("secret", False)),
        at_least=field.metadata.get("at_least"),
        at_most=field.metadata.get("at_most"),
    )
