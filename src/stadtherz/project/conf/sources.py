"""Where settings come from: file, environment, secret files. Later ones win."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stadtherz.lib.nearest import did_you_mean

from .errors import SettingsError
from .places import RESERVED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Told:
    """One value as it was written, and where."""

    key: str
    value: object
    source: str


def from_file(path: Path, *, must_exist: bool) -> Iterator[Told]:
    """Read a TOML file: top-level keys, and one table per section."""
    try:
        with path.open("rb") as file:
            content = tomllib.load(file)
    except (FileNotFoundError, NotADirectoryError):
        if must_exist:
            raise SettingsError(
                f"The settings file {path} does not exist.",
                fix="Create it, or leave STADTHERZ_CONFIG out.",
                code="settings.E001",
            ) from None
        return
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(
            f"The settings file {path} cannot be read: {error}.",
            fix="Correct the place named, or move the file away.",
            code="settings.E002",
        ) from error
    for name, value in content.items():
        if isinstance(value, dict):
            for inner, told in value.items():
                yield Told(f"{name}.{inner}", told, str(path))
        else:
            yield Told(name, value, str(path))


def from_environment(environ: Mapping[str, str], variables: Mapping[str, str]) -> Iterator[Told]:
    """Read STADTHERZ_… variables; one ending in _FILE names a file that holds the value.

    Args:
        environ: the process's environment.
        variables: known variable → setting's key.

    """
    for variable, value in environ.items():
        if not variable.startswith("STADTHERZ_") or variable in RESERVED:
            continue
        if variable in variables:
            yield Told(variables[variable], value, variable)
        elif variable.removesuffix("_FILE") in variables:
            yield _from_named_file(variables[variable.removesuffix("_FILE")], variable, value)
        else:
            raise SettingsError(
                f"The environment variable {variable} is no setting.",
                fix=_nearest_variable(variable, variables),
                code="settings.E003",
            )


def _nearest_variable(variable: str, variables: Mapping[str, str]) -> str:
    answer = did_you_mean(variable, [*variables, *RESERVED])
    if answer.startswith("Accepted"):
        return "`stadtherz settings` lists all settings; remove the variable or correct it."
    return answer


def _from_named_file(key: str, variable: str, path: str) -> Told:
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123 -- a path from outside, as it is
            return Told(key, file.read().strip(), f"{variable} → {path}")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{variable} names {path}, which cannot be read: {error}.",
            fix="Check the path and that this user may read it.",
            code="settings.E004",
        ) from error


def from_secrets(directory: Path, known: Collection[str]) -> Iterator[Told]:
    """Read one file per setting, named like its key (``database.password``)."""
    if not directory.is_dir():
        return
    for path in sorted(directory.iterdir()):
        if path.name.startswith(".") or not path.is_file():
            continue
        if path.name not in known:
            raise SettingsError(
                f"The secret file {path} belongs to no setting.",
                fix=did_you_mean(path.name, known),
                code="settings.E005",
            )
        yield _from_named_file(path.name, "secrets", str(path))
