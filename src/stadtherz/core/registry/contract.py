"""What a room can contribute: the descriptor `Module` and the small values it is made of.

Everything here is a frozen value. Callables are given as callables, never as dotted
strings. A further field of `Module` needs a decision record.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from uuid import UUID

    from django.urls import URLPattern, URLResolver
    from django_stubs_ext import StrOrPromise
    from ninja import Router

    from stadtherz.core.registry.values import Actor, Event

ROLE_TEMPLATES = (
    "citizen",
    "editor",
    "lighting_operator",
    "dispatcher",
    "drone_crew",
    "administrator",
)
"""Keys of the role templates that a new organisation starts with."""


@dataclass(frozen=True, kw_only=True)
class Permission:
    """A right, granted per organisation.

    Args:
        key: ``<module>.<verb>``, such as ``lights.switch``.
        label: what it allows, for the administrator.
        roles: role templates that hold it from the start (see `ROLE_TEMPLATES`).

    """

    key: str
    label: StrOrPromise
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """An entry of the main menu: shown to everyone, or to who holds `permission`."""

    label: StrOrPromise
    url_name: str
    permission: str | None = None
    order: int = 100


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A kind of live message that browsers can listen to.

    Args:
        key: ``<module>.<noun>``; messages go out under it.
        message: frozen dataclass of JSON values; the message's shape.
        permission: right that a listener needs; None means public.

    """

    key: str
    label: StrOrPromise
    message: type[Any]
    permission: str | None = None


@dataclass(frozen=True, kw_only=True)
class MapLayer:
    """A layer of the town's map.

    Args:
        tiles_url_name: URL name that takes z, x, y and answers vector tiles, or None.
        topic: live topic whose messages change the layer, or None.
        table_url_name: the same content as an accessible table.
        script: static path of the ES module that draws the layer.

    """

    key: str
    label: StrOrPromise
    script: str
    tiles_url_name: str | None = None
    table_url_name: str | None = None
    topic: str | None = None
    permission: str | None = None
    order: int = 100


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number for the yearly review: `compute(first_day, day_after_last, organisation_ids)`."""

    key: str
    label: StrOrPromise
    unit: str
    compute: Callable[[dt.date, dt.date, Sequence[UUID]], float]


@dataclass(frozen=True, kw_only=True)
class Job:
    """Work by the clock: `run()` every `every_s` seconds, or daily at a time of the town's zone."""

    key: str
    label: StrOrPromise
    run: Callable[[], None]
    every_s: float | None = None
    daily_at: dt.time | None = None


@dataclass(frozen=True, kw_only=True)
class BridgeSpec:
    """A long-lived connection, run in the bridge process until its context says stop.

    Args:
        run: called with a `core.bridges.contract.BridgeContext`; returns when stopped.

    """

    key: str
    label: StrOrPromise
    run: Callable[[Any], None]


@dataclass(frozen=True, kw_only=True)
class Listener:
    """Calls `handle(event, by)` after commit, at least once; `handle` is idempotent.

    `by` is the module's own system actor, with the event as its cause.
    """

    key: str
    event: type[Event]
    handle: Callable[[Any, Actor], None]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a health check found. `fix` says what to do; level `error` makes us not ready."""

    code: str
    message: StrOrPromise
    fix: StrOrPromise
    level: Literal["error", "warning"] = "warning"


@dataclass(frozen=True, kw_only=True)
class Check:
    """A health check: `run()` returns findings, none when all is well."""

    key: str
    label: StrOrPromise
    run: Callable[[], Iterable[Finding]]


@dataclass(frozen=True, kw_only=True)
class PrivacyKind:
    """A kind of personal data: why we hold it, how long, how to export and erase one person's.

    Args:
        retention_days: None means as long as the account or record exists.
        export: person id to JSON-able rows.
        erase: person id to the number of rows changed.

    """

    key: str
    label: StrOrPromise
    purpose: StrOrPromise
    legal_basis: str
    retention_days: int | None
    export: Callable[[UUID], list[dict[str, Any]]]
    erase: Callable[[UUID], int]


@dataclass(frozen=True, kw_only=True)
class DemoStage:
    """A step of the demo, built by calling actions; running it twice changes nothing."""

    key: str
    label: StrOrPromise
    run: Callable[[], None]
    order: int = 100


@dataclass(frozen=True, kw_only=True)
class Share:
    """A kind of record that another town can take over (see module `exchange`)."""

    key: str
    label: StrOrPromise
    export: Callable[[UUID], dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Post:
    """A kind of record that can be published on walls and feeds."""

    key: str
    label: StrOrPromise
    latest: Callable[[int], list[dict[str, Any]]]


@dataclass(frozen=True, kw_only=True)
class Module:
    """One room of the house and all that it contributes.

    Args:
        key: short English identifier; also the Django app label and permission prefix.
        label: its name on screen.
        purpose: what it does for whom, one sentence.
        urls: patterns, mounted below the language prefix as they stand.
        api: router, mounted at ``/api/v1/<key>/``.
        settings: frozen dataclass of the module's settings, or None.
        verbs: what its actions are called in the journal, by their verb; every action has one.

    """

    key: str
    label: StrOrPromise
    purpose: StrOrPromise
    urls: Sequence[URLPattern | URLResolver] = ()
    api: Router | None = None
    nav: Sequence[NavItem] = ()
    permissions: Sequence[Permission] = ()
    settings: type[Any] | None = None
    topics: Sequence[Topic] = ()
    map_layers: Sequence[MapLayer] = ()
    figures: Sequence[Figure] = ()
    posts: Sequence[Post] = ()
    shares: Sequence[Share] = ()
    jobs: Sequence[Job] = ()
    bridges: Sequence[BridgeSpec] = ()
    listens: Sequence[Listener] = ()
    checks: Sequence[Check] = ()
    privacy: Sequence[PrivacyKind] = ()
    demo: Sequence[DemoStage] = field(default=())
    verbs: Mapping[str, StrOrPromise] = field(default_factory=dict)
