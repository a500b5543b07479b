"""Entry of the supervised children: ``python -m stadtherz.project.processes web``."""

from __future__ import annotations

import os
import sys

from stadtherz.project.cli.outcome import told_to_people

from .prepare import prepare
from .roles import bridge, follow_supervisor, web, worker


def main(role: str) -> int:
    """Run one role of the group; the supervisor starts it again when it fails."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stadtherz.project.settings")
    follow_supervisor()
    match role:
        case "web":
            return web()
        case "worker":
            return worker()
        case "bridge":
            return bridge()
        case _:
            return prepare()


if __name__ == "__main__":
    sys.exit(told_to_people(lambda: main(sys.argv[1])))
