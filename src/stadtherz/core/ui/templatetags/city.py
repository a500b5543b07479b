"""Template tags of the house: formats, and the components over KERN."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html

from stadtherz.core.ui import wording

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.core.paginator import Page
    from django.forms import BoundField

register = template.Library()

NOTHING = "\N{EN DASH}"
TONES = {"debug": "info", "info": "info", "success": "success", "warning": "warning"}


class Positioned(Protocol):
    """Anything with a WGS84 position."""

    lon_deg: float
    lat_deg: float


@register.simple_tag
def when(at: datetime | None, style: str = "full") -> str:
    """Write a moment as a ``time`` element in the town's zone; styles as in ``wording.moment``."""
    if at is None:
        return NOTHING
    return format_html(
        '<time datetime="{}">{}</time>', at.isoformat(timespec="seconds"), wording.moment(at, style)
    )


@register.filter
def day(on: date | None) -> str:
    """Write a calendar day."""
    return NOTHING if on is None else wording.day(on)


@register.filter
def metres(value_m: float | None) -> str:
    """Write a length given in metres."""
    return NOTHING if value_m is None else wording.length(float(value_m))


@register.filter
def percent(value_percent: float | None) -> str:
    """Write a share given in percent (0 to 100)."""
    return NOTHING if value_percent is None else wording.share(float(value_percent))


@register.filter
def seconds(value_s: float | None) -> str:
    """Write a duration given in seconds."""
    return NOTHING if value_s is None else wording.span(float(value_s))


@register.filter
def number(value: float | None, digits: int = 0) -> str:
    """Write a number with the language's signs."""
    return NOTHING if value is None else wording.number(float(value), int(digits))


@register.filter
def coordinates(point: Positioned | tuple[float, float] | None) -> str:
    """Write a position; takes ``(lon, lat)`` or an object with ``lon_deg`` and ``lat_deg``."""
    if point is None:
        return NOTHING
    lon_deg, lat_deg = point if isinstance(point, tuple) else (point.lon_deg, point.lat_deg)
    return wording.position(lon_deg, lat_deg)


@register.inclusion_tag("ui/parts/button.html")
def button(label: str, kind: str = "primary", **options: Any) -> dict[str, Any]:
    """Show a button, or a link that looks like one.

    Args:
        label: what it does, a verb.
        kind: ``primary``, ``secondary``, ``tertiary`` or ``danger``.
        options: ``href`` (makes it a link), ``type``, ``name``, ``value``, ``icon`` (KERN's name),
            ``dialog`` (id of the dialog it opens).

    """
    plain = "button" if options.get("dialog") else "submit"
    return {"label": label, "kind": kind, "type": plain, **options}


@register.inclusion_tag("ui/parts/alert.html")
def alert(title: str, text: str = "", tone: str = "info") -> dict[str, Any]:
    """Show a notice; tones ``info``, ``success``, ``warning``, ``danger`` (Django's levels too)."""
    return {"title": title, "text": text, "tone": TONES.get(tone, "danger")}


@register.simple_tag
def badge(label: str, tone: str = "neutral") -> str:
    """Show a short state; tones as alerts, and ``neutral`` and ``exercise``."""
    return format_html('<span class="sh-badge sh-badge--{}">{}</span>', tone, label)


@register.inclusion_tag("ui/parts/progress.html")
def progress(id: str, label: str, value: int | None = None, maximum: int = 100) -> dict[str, Any]:  # noqa: A002 -- names the HTML attribute
    """Show how far a work is; without ``value`` it runs with no known end."""
    part = None if value is None else 100 * value / max(maximum, 1)
    return {"id": id, "label": label, "value": value, "maximum": maximum, "share": part}


@register.inclusion_tag("ui/parts/facts.html")
def facts(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Show pairs of term and fact as a description list."""
    return {"pairs": pairs}


@register.inclusion_tag("ui/parts/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[Any]) -> dict[str, Any]:
    """Show the way through the pages of a list; keeps the other query parameters."""
    request = context.get("request")
    query = request.GET.copy() if request else None
    if query is not None:
        query.pop("page", None)
    rest = f"{query.urlencode()}&" if query else ""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {"page": page, "prefix": f"?{rest}page=", "numbers": list(numbers)}


@register.simple_block_tag
def card(content: str, title: str = "", href: str = "", level: int = 2) -> str:
    """Show a card; with ``href`` the whole card is the link of its title."""
    return _render("card", content, title=title, href=href, level=level)


@register.simple_block_tag
def table(content: str, caption: str) -> str:
    """Show a table that scrolls inside its frame; ``caption`` says what the rows are."""
    return _render("table", content, caption=caption)


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> str:  # noqa: A002 -- names the HTML attribute
    """Show a native dialog; a button with ``dialog=id`` opens it."""
    return _render("dialog", content, id=id, title=title)


@register.simple_tag
def field(bound: BoundField) -> str:
    """Show one form field with label, hint, error and KERN's classes."""
    shape, css = _shape_of(bound)
    attributes: dict[str, Any] = {"class": css}
    told = [f"{bound.id_for_label}_hint"] if bound.help_text and shape != "group" else []
    if bound.errors:
        told.append(f"{bound.id_for_label}_error")
        attributes["aria-invalid"] = "true"
    if told:
        attributes["aria-describedby"] = " ".join(told)
    return render_to_string(
        "ui/parts/field.html",
        {"field": bound, "shape": shape, "widget": bound.as_widget(attrs=attributes)},
    )


def _shape_of(bound: BoundField) -> tuple[str, str]:
    """Tell KERN's shape of a widget and the class of its input."""
    kind = getattr(bound.field.widget, "input_type", "text")
    if bound.widget_type in {"radioselect", "checkboxselectmultiple"}:
        return "group", ""
    if kind == "checkbox":
        return "check", "kern-form-check__checkbox"
    if kind == "select":
        return "select", "kern-form-input__select"
    return "input", "kern-form-input__input"


def _render(part: str, content: str, **values: Any) -> str:
    # The engine rendered the body, escaping included, and hands it over as safe text.
    return render_to_string(f"ui/parts/{part}.html", {"content": content, **values})
