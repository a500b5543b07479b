"""Programs of the checkout: the rules of the house and the measurements."""

from __future__ import annotations

import os
import subprocess
import sys

from stadtherz.lib.errors import CityError
from stadtherz.lib.nearest import did_you_mean
from stadtherz.project.conf.places import checkout_directory


class ToolError(CityError):
    """A measurement that does not exist."""


def run_tool(path: str, arguments: list[str]) -> int:
    """Run a Python file of the checkout from its root, and give its exit code."""
    root = checkout_directory()
    environment = {**os.environ}
    environment.pop("DJANGO_SETTINGS_MODULE", None)  # each tool names its own
    return subprocess.run(
        [sys.executable, str(root / path), *arguments], cwd=root, env=environment, check=False
    ).returncode


def bench(arguments: list[str]) -> int:
    """List the measurements with their first sentence, or run one.

    Raises:
        ToolError: cli.E002, the name is unknown; the nearest is named.

    """
    found = bench_files()
    if not arguments or arguments[0] in {"-h", "--help"}:
        for name, sentence in found.items():
            print(f"  {name:<14} {sentence}")
        print("\nstadtherz bench NAME prints a table, with --json one line of JSON.")
        return 0
    name, *rest = arguments
    if name not in found:
        raise ToolError(
            f'There is no measurement "{name}".', fix=did_you_mean(name, found), code="cli.E002"
        )
    return run_tool(f"bench/{name.replace('-', '_')}.py", rest)


def bench_files() -> dict[str, str]:
    """Give name → first sentence of every file in bench/ that is meant to be run."""
    found = {}
    for path in sorted((checkout_directory() / "bench").glob("[!_]*.py")):
        text = path.read_text(encoding="utf-8")
        if "__main__" in text:
            first = text.lstrip().removeprefix('"""').split("\n", 1)[0]
            found[path.stem.replace("_", "-")] = first.removesuffix('"""')
    return found
