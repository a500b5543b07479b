"""``stadtherz modules``: what is installed."""

from __future__ import annotations

import django


def modules() -> int:
    """Print key, German name and purpose of every module."""
    django.setup()
    from stadtherz.core.registry import queries  # noqa: PLC0415 -- app ready

    for module in queries.modules():
        print(f"{module.key:<10} {module.label}: {module.purpose}")
    return 0
