"""``stadtherz test``: the whole suite, and the real parts it needs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from stadtherz.lib.errors import CityError
from stadtherz.project.conf.places import checkout_directory

NO_TESTS_COLLECTED = 5  # pytest's exit code
APT = ("apt-get",)


class SuiteError(CityError):
    """The tests cannot have what they need."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A real program that tests drive.

    Attributes:
        mark: tests that need it carry this mark.
        package: Debian's name.
        is_service: installing it starts a system service, which only CI may do.

    """

    name: str
    mark: str
    package: str
    is_service: bool = False

    @property
    def is_here(self) -> bool:
        """Whether the program is on this machine."""
        if self.name == "PostgreSQL":
            return bool(shutil.which("initdb") or any(_postgresql_programs()))
        return any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))


def _postgresql_programs() -> list[Path]:
    return sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


PARTS = (
    Part(name="Chromium", mark="journey", package="chromium"),
    Part(name="PostgreSQL", mark="real", package="postgresql", is_service=True),
)


def test(arguments: list[str]) -> int:
    """Run the fast tests on two processes, then those with real parts one by one.

    Args:
        arguments: for pytest, such as a path or ``-k name``.

    """
    is_ci = os.environ.get("CI", "").casefold() in {"1", "true"}
    missing = [part for part in PARTS if not part.is_here]
    if missing:
        _provide(missing, is_ci=is_ci)
    left_out = [part for part in PARTS if not part.is_here]
    with tempfile.TemporaryDirectory(prefix="stadtherz-test-") as home:
        environment = _environment(Path(home), is_ci=is_ci)
        fast = _pytest(["-n", "2", "-m", "not journey and not real", *arguments], environment)
        marks = [part.mark for part in PARTS if part not in left_out]
        real = NO_TESTS_COLLECTED
        if marks:
            real = _pytest(["-n", "0", "-m", " or ".join(marks), *arguments], environment)
    for part in left_out:
        print(f"\n*** LEFT OUT: all tests marked “{part.mark}”: {part.name} is missing. ***")
    return outcome(fast, real)


def outcome(fast: int, real: int) -> int:
    """Join two exit codes: a part of the suite may be empty, the whole may not."""
    codes = {fast, real} - {0}
    if codes == {NO_TESTS_COLLECTED}:
        return NO_TESTS_COLLECTED if fast == real else 0
    codes.discard(NO_TESTS_COLLECTED)
    return max(codes, default=0)


def _environment(home: Path, *, is_ci: bool) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("STADTHERZ_") or name.startswith("STADTHERZ_TEST_")
    }
    kept.pop("DJANGO_SETTINGS_MODULE", None)  # pyproject names the tests' own
    kept["STADTHERZ_HOME"] = str(home)
    if is_ci:
        kept["CI"] = "true"
    return kept


def _pytest(arguments: list[str], environment: dict[str, str]) -> int:
    command = [sys.executable, "-m", "pytest", *arguments]
    print(f"\nstadtherz: pytest {' '.join(arguments)}", flush=True)
    root = checkout_directory()
    return subprocess.run(command, cwd=root, env=environment, check=False).returncode


def _provide(missing: list[Part], *, is_ci: bool) -> None:
    for part in missing:
        print(f"Missing for the tests marked “{part.mark}”: {part.name} (package {part.package})")
    if is_ci:
        _install([part.package for part in missing])
        still = [part.name for part in missing if not part.is_here]
        if still:
            raise SuiteError(
                f"{', '.join(still)} cannot be found although the package was installed.",
                fix="Use a Debian image (Ubuntu packs Chromium as a snap only).",
                code="test.E001",
            )
        return
    for part in missing:
        if part.is_service:
            print(
                f"{part.package} starts a system service when it is installed, so it is left to "
                f"you: sudo apt-get install --no-install-recommends {part.package}"
            )
    wanted = [part.package for part in missing if not part.is_service]
    if wanted and _agreed(wanted):
        _install(wanted)


def _agreed(packages: list[str]) -> bool:
    if not sys.stdin.isatty():
        print("Nobody can answer here, so nothing is installed.")
        return False
    answer = input(f"Install {' '.join(packages)} with apt-get? [y/N] ")
    return answer.strip().casefold() in {"y", "yes", "j", "ja"}


def _install(packages: list[str]) -> None:
    before = [] if os.geteuid() == 0 else ["sudo"]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    steps = (["update"], ["install", "-y", "--no-install-recommends", *packages])
    for step in steps:
        done = subprocess.run([*before, *APT, *step], env=environment, check=False)
        if done.returncode:
            raise SuiteError(
                f"apt-get {step[0]} failed (exit code {done.returncode}); its reason stands above.",
                fix=f"Install by hand: {' '.join(packages)}",
                code="test.E002",
            )
