"""The table of the program's own commands. Rooms and Django bring theirs by themselves."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stadtherz.project.conf.places import checkout_directory

if TYPE_CHECKING:
    from collections.abc import Callable

HIGHEST_PORT = 65_535
RUN, LOOK, BUILD = "Run it", "Look at it", "Work on it"


@dataclass(frozen=True, kw_only=True)
class Command:
    """One command: where it stands in the help, what it does, and the code behind it."""

    name: str
    group: str
    sentence: str
    run: Callable[[list[str]], int]
    needs: str = ""

    @property
    def is_here(self) -> bool:
        """Whether what it needs lies in this checkout (an installed wheel has no tools)."""
        return not self.needs or (checkout_directory() / self.needs).exists()


def own_commands() -> dict[str, Command]:
    """Give every command that works here, by name."""
    return {command.name: command for command in _TABLE if command.is_here}


def _parser(name: str, sentence: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog=f"stadtherz {name}", description=sentence)


def _port(text: str) -> int:
    if text.isdecimal() and 1 <= int(text[:6]) <= HIGHEST_PORT:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text[:20]} is no port; write a number from 1 to 65535")


def _up(arguments: list[str]) -> int:
    parser = _parser("up", "Start everything on this machine and print one link to open.")
    parser.add_argument("--port", type=_port, metavar="PORT", help="1 to 65535")
    parser.add_argument("--verbose", action="store_true", help="show every line of the processes")
    told = parser.parse_args(arguments)
    from stadtherz.project.processes.up import up  # noqa: PLC0415 -- slow

    return up(port=told.port, is_wordy=told.verbose)


def _serve(arguments: list[str]) -> int:
    _parser("serve", "Serve pages for real visitors.").parse_args(arguments)
    from stadtherz.project.processes.apart import serve  # noqa: PLC0415 -- slow

    return serve()


def _worker(arguments: list[str]) -> int:
    _parser("worker", "Run tasks, schedules and events.").parse_args(arguments)
    from stadtherz.project.processes.roles import worker  # noqa: PLC0415 -- slow

    return worker()


def _bridge(arguments: list[str]) -> int:
    _parser("bridge", "Hold the connections to lamps and cameras.").parse_args(arguments)
    from stadtherz.project.processes.roles import bridge  # noqa: PLC0415 -- slow

    return bridge()


def _reset(arguments: list[str]) -> int:
    parser = _parser("reset", "Delete what this installation wrote, to start over.")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    told = parser.parse_args(arguments)
    from stadtherz.project.processes.reset import reset  # noqa: PLC0415 -- slow

    return reset(is_sure=told.yes)


def _settings(arguments: list[str]) -> int:
    parser = _parser("settings", "Print every setting with its value, source and meaning.")
    parser.add_argument("--json", action="store_true")
    told = parser.parse_args(arguments)
    from stadtherz.project.conf import show  # noqa: PLC0415 -- slow

    print(show.as_json() if told.json else show.as_text())
    return 0


def _modules(arguments: list[str]) -> int:
    _parser("modules", "List the modules that are installed.").parse_args(arguments)
    from .modules import modules  # noqa: PLC0415 -- slow

    return modules()


def _test(arguments: list[str]) -> int:
    from .suite import test  # noqa: PLC0415 -- slow

    return test(arguments)


def _check(arguments: list[str]) -> int:
    from .tools import run_tool  # noqa: PLC0415 -- slow

    return run_tool("tools/check.py", arguments)


def _bench(arguments: list[str]) -> int:
    from .tools import bench  # noqa: PLC0415 -- slow

    return bench(arguments)


def _new_module(arguments: list[str]) -> int:
    from .tools import run_tool  # noqa: PLC0415 -- slow

    return run_tool("tools/new_module.py", arguments)


_TABLE = (
    Command(name="up", group=RUN, run=_up,
            sentence="Start everything on this machine and print one link to open."),
    Command(name="serve", group=RUN, run=_serve, sentence="Serve pages for real visitors."),
    Command(name="worker", group=RUN, run=_worker, sentence="Run tasks, schedules and events."),
    Command(name="bridge", group=RUN, run=_bridge,
            sentence="Hold the connections to lamps and cameras."),
    Command(name="reset", group=RUN, run=_reset,
            sentence="Delete what this installation wrote, to start over."),
    Command(name="settings", group=LOOK, run=_settings,
            sentence="Print every setting with its value, source and meaning."),
    Command(name="modules", group=LOOK, run=_modules,
            sentence="List the modules that are installed."),
    Command(name="test", group=BUILD, run=_test, needs="tests",
            sentence="Run all tests; arguments go to pytest."),
    Command(name="check", group=BUILD, run=_check, needs="tools/check.py",
            sentence="Run the rules of the house: format, types, contracts."),
    Command(name="bench", group=BUILD, run=_bench, needs="bench",
            sentence="List the measurements, or run one: bench NAME [--json]."),
    Command(name="new-module", group=BUILD, run=_new_module, needs="tools/new_module.py",
            sentence="Lay out the room of a new module."),
)  # fmt: skip
