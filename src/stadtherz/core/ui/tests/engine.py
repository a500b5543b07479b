"""Renders the templates without a project, a database or settings of the installation."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.template import Context, Engine
from django.utils import translation

UI = Path(__file__).resolve().parents[1]
ENGINE = Engine(
    dirs=[str(UI / "templates")],
    libraries={
        "city": "stadtherz.core.ui.templatetags.city",
        "i18n": "django.templatetags.i18n",
        "static": "django.templatetags.static",
    },
)


def render(source: str, language: str = "de", **values: Any) -> str:
    """Render a template's text, or the file of that name when it ends in .html."""
    with translation.override(language):
        named = source.endswith(".html")
        found = ENGINE.get_template(source) if named else ENGINE.from_string(source)
        return str(found.render(Context(values)))


def surroundings(language: str = "de", **changes: Any) -> dict[str, Any]:
    """Give what the context processor gives on a page of a dispatcher in the demo."""
    entry = SimpleNamespace
    return {
        "town": entry(name="Kaiserslautern"),
        "actor": entry(is_anonymous=False, name="Leitstelle"),
        "nav": [
            entry(label="Karte", url="/", current=True),
            entry(label="Licht", url="/licht/", current=False),
            entry(label="Lagebild", url="/lagebild/", current=False),
        ],
        "languages": [
            entry(code="de", label="DE", url="/", current=language == "de"),
            entry(code="en", label="EN", url="/en/", current=language == "en"),
        ],
        "simulation": entry(clock_label="22:30 Uhr"),
        **changes,
    }
