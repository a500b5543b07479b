"""For every test: with CI=true a skipped test fails the run; nothing may be missing there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

SKIPPED = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Watch for skips where CI says so."""
    config.stash[SKIPPED] = []
    if os.environ.get("CI", "").casefold() in {"1", "true"}:
        config.pluginmanager.register(NoSkips(config.stash[SKIPPED]), "no-skips")


class NoSkips:
    """Collects what was skipped, also by xdist's workers, and fails the run at its end."""

    def __init__(self, skipped: list[str]) -> None:
        self.skipped = skipped

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a test that was skipped; an expected failure is none."""
        if report.skipped and not hasattr(report, "wasxfail"):
            self.skipped.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a whole file that was skipped."""
        if report.skipped:
            self.skipped.append(report.nodeid)

    @pytest.hookimpl(wrapper=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Iterator[None]:
        """Turn a green run with skips red."""
        yield
        if self.skipped and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Name what was skipped."""
        if self.skipped:
            terminalreporter.section("skipped, which CI does not allow", red=True)
            for name in self.skipped:
                terminalreporter.line(name)


@pytest.fixture(scope="session", autouse=True)
def _flush_may_empty_the_journal() -> Iterator[None]:
    """Let the flush between transactional tests, and nothing else, remove journal entries."""
    from importlib import import_module

    from django.db import connection
    from django.test import TransactionTestCase

    append_only = import_module("stadtherz.core.journal.migrations.0002_append_only")
    teardown = TransactionTestCase._fixture_teardown

    def flush(test: TransactionTestCase) -> None:
        with connection.schema_editor(atomic=False) as editor:
            append_only.allow_changes(None, editor)
        teardown(test)
        with connection.schema_editor(atomic=False) as editor:
            append_only.forbid_changes(None, editor)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(TransactionTestCase, "_fixture_teardown", flush)
        yield
