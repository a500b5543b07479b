"""All checks with one line each: `python -m tools.check [NAME ...]`; non-zero when any fails."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
AT_ONCE = 2
#: A cache of its own: editors and single runs write theirs at the same time.
#: Its plugin starts Django; without the traceback a module that cannot be imported is a riddle.
MYPY = ("--no-error-summary", "--show-traceback", "--cache-dir", ".mypy_cache/check")


@dataclass(frozen=True)
class Outcome:
    """How one check ended."""

    name: str
    seconds: float
    passed: bool
    said: str


def checks(python: str) -> dict[str, list[str]]:
    """Return every check's command, the slowest first so that two cores end together."""
    bin_folder = Path(python).parent
    templates = sorted(path.as_posix() for path in (ROOT / "src").rglob("templates"))
    return {
        "types": [f"{bin_folder}/mypy", *MYPY, "src/stadtherz"],
        "imports": [f"{bin_folder}/lint-imports"],
        "lint": [f"{bin_folder}/ruff", "check", "--quiet", "."],
        "format": [f"{bin_folder}/ruff", "format", "--check", "--quiet", "."],
        "templates": [f"{bin_folder}/djlint", "--lint", "--quiet", *templates],
        "reference": [python, "-m", "tools.reference", "--check"],
        "german": [python, "-m", "tools.german"],
        "sizes": [python, "-m", "tools.sizes"],
    }


def run(name: str, command: list[str], *, root: Path = ROOT) -> Outcome:
    """Run one check at the root and keep what it said."""
    started = time.perf_counter()
    paths = os.pathsep.join((str(root / "src"), str(root)))
    ran = subprocess.run(
        command,
        cwd=root,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    return Outcome(
        name, time.perf_counter() - started, ran.returncode == 0, ran.stdout + ran.stderr
    )


def main(names: list[str]) -> int:
    """Run the named checks, or all; print what failed below its line."""
    known = checks(sys.executable)
    if unknown := [name for name in names if name not in known]:
        print(f"no check is called {', '.join(unknown)}; there are {', '.join(known)}")
        return 2
    failed = False
    with ThreadPoolExecutor(AT_ONCE) as pool:
        begun = [pool.submit(run, name, known[name]) for name in names or known]
        for done in as_completed(begun):
            outcome = done.result()
            failed |= not outcome.passed
            mark = "ok    " if outcome.passed else "FAILED"
            print(f"{mark} {outcome.name:<10} {outcome.seconds:5.1f} s", flush=True)
            if not outcome.passed:
                print(outcome.said.rstrip())
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
