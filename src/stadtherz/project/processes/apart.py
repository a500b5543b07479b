"""``serve``, ``worker`` and ``bridge`` run apart, each under a system's own supervision."""

from __future__ import annotations

import django

from stadtherz.project.conf import current

from .errors import ProcessError
from .prepare import refresh_static, require_migrated
from .roles import web


def serve() -> int:
    """Serve pages for real visitors.

    Raises:
        ProcessError: start.E005 for tables of another version, start.E006 while a demo account
            exists, because such an account has no password.

    """
    django.setup()
    from stadtherz.core.people.queries import demo_accounts_exist  # noqa: PLC0415 -- app ready

    require_migrated()
    if demo_accounts_exist():
        raise ProcessError(
            "This database holds demo accounts, which anybody could enter without a password.",
            fix="Use an installation of its own for real work (set STADTHERZ_HOME), "
            "or delete this one's records with ./stadtherz reset.",
            code="start.E006",
        )
    refresh_static(current().data_dir)
    return web(proxies=current().server.trusted_proxies)
