"""Put the tree together: defaults, then file, environment and secret files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from stadtherz.lib.nearest import did_you_mean

from .convert import NotAcceptedError, convert
from .errors import SettingsError
from .places import config_file, home_directory
from .schema import OWN_SECTIONS, Setting, room_sections, settings_in
from .secret import kept_secret, private
from .sources import Told, from_environment, from_file, from_secrets
from .tree import Installation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True)
class Sourced:
    """One setting with the value that counts and where it was said."""

    setting: Setting
    value: object
    source: str


@lru_cache(maxsize=1)
def current() -> Installation:
    """Give this process's installation, read at the first call; its directory is made private.

    Records, photos' keys and logs lie there, and other users of the machine read none of them.
    """
    private(home_directory(os.environ) / "data")
    return read(os.environ)


def settings_of(key: str) -> object:
    """Give the settings of one room (``lights``); its own ``Settings`` class types them."""
    return current().rooms[key]


def read(environ: Mapping[str, str]) -> Installation:
    """Read everything that the environment points to.

    Raises:
        SettingsError: an unknown key (the nearest is named) or a value that is not accepted.

    """
    sections = OWN_SECTIONS | room_sections()
    sourced = read_with_sources(environ, sections)
    trees = {section: _build(section, shape, sourced) for section, shape in sections.items()}
    home = home_directory(environ)
    top = trees[""]
    return Installation(
        home=home,
        data_dir=home / "data",
        town=top.town,
        secret_key=top.secret_key or kept_secret(home / "data" / "secrets" / "secret_key"),
        server=trees["server"],
        database=trees["database"],
        mail=trees["mail"],
        rooms={key: tree for key, tree in trees.items() if key not in OWN_SECTIONS},
    )


def read_with_sources(
    environ: Mapping[str, str], sections: Mapping[str, type[Any]] | None = None
) -> list[Sourced]:
    """List every setting with its value and source, in the order of the sections."""
    sections = OWN_SECTIONS | room_sections() if sections is None else sections
    settings = {
        setting.key: setting
        for section, shape in sections.items()
        for setting in settings_in(section, shape)
    }
    sourced = {key: Sourced(one, one.default, "default") for key, one in settings.items()}
    for told in _told(environ, settings):
        setting = settings.get(told.key) or _unknown(told, settings, sections)
        sourced[told.key] = Sourced(setting, _accepted(told, setting), told.source)
    return list(sourced.values())


def _told(environ: Mapping[str, str], settings: Mapping[str, Setting]) -> Iterable[Told]:
    variables = {setting.variable: key for key, setting in settings.items()}
    yield from from_file(config_file(environ), must_exist="STADTHERZ_CONFIG" in environ)
    yield from from_environment(environ, variables)
    yield from from_secrets(home_directory(environ) / "data" / "secrets", settings.keys())


def _unknown(
    told: Told, settings: Mapping[str, Setting], sections: Mapping[str, type[Any]]
) -> Setting:
    section = told.key.rpartition(".")[0]
    known = [key for key in settings if key.rpartition(".")[0] == section]
    if told.key in sections:
        known = [key for key in settings if key.rpartition(".")[0] == told.key]
    elif section not in sections:
        known = list(settings)
    raise SettingsError(
        f'"{told.key}" in {told.source} is no setting.',
        fix=did_you_mean(told.key, known),
        code="settings.E007",
    )


def _accepted(told: Told, setting: Setting) -> object:
    try:
        value = convert(told.value, setting.kind)
        _within(value, setting)
    except NotAcceptedError as error:
        written = "the value" if setting.is_secret else repr(told.value)
        raise SettingsError(
            f'"{setting.key}" in {told.source}: {written} is not accepted.',
            fix=f"Accepted: {error}. It says: {setting.help}",
            code="settings.E008",
        ) from None
    return value


def _within(value: object, setting: Setting) -> None:
    if not isinstance(value, int | float):
        return
    low, high = setting.at_least, setting.at_most
    if (low is not None and value < low) or (high is not None and value > high):
        bounds = [f"at least {low}"] if low is not None else []
        bounds += [f"at most {high}"] if high is not None else []
        raise NotAcceptedError(" and ".join(bounds))


def _build(section: str, shape: type[Any], sourced: Iterable[Sourced]) -> Any:
    values = {one.setting.name: one.value for one in sourced if one.setting.section == section}
    try:
        return shape(**values)
    except ValueError as error:
        raise SettingsError(
            f"The settings of [{section or 'top level'}] do not fit together: {error}",
            fix="Correct them; `stadtherz settings` shows where each value comes from.",
            code="settings.E009",
        ) from error
