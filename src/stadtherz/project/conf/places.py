"""The few places that are known before anything is read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Told by the environment, but not settings: places, the launcher's and the tests' own words.
RESERVED = frozenset({
    "STADTHERZ_HOME",
    "STADTHERZ_CONFIG",
    "STADTHERZ_PYTHON",
    "STADTHERZ_LAUNCHER",
    "STADTHERZ_DEMO_KEY",
    "STADTHERZ_SUPERVISOR",
    "STADTHERZ_TEST_POSTGRESQL",
})  # fmt: skip


def checkout_directory() -> Path:
    """Give the directory of the clone that this code runs from."""
    return Path(__file__).resolve().parents[4]


def home_directory(environ: Mapping[str, str]) -> Path:
    """Give the one directory that everything is written to."""
    told = environ.get("STADTHERZ_HOME")
    return Path(told).absolute() if told else checkout_directory() / ".stadtherz"


def config_file(environ: Mapping[str, str]) -> Path:
    """Give the settings file: STADTHERZ_CONFIG, or <data>/stadtherz.toml."""
    told = environ.get("STADTHERZ_CONFIG")
    return Path(told) if told else home_directory(environ) / "data" / "stadtherz.toml"
