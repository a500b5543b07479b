"""`action`: a verb with its right, transaction and entry. `requires`, `public`: who sees a page."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from stadtherz.core.journal.entries import INSTALLATION_CHAIN, Draft, drafting

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

    from stadtherz.core.registry.values import Actor

P = ParamSpec("P")
R = TypeVar("R")

SIGNED_IN = "signed-in"
PUBLIC = "public"


class NotAllowedError(PermissionDenied):
    """The actor lacks the right."""

    def __init__(self, permission: str) -> None:
        super().__init__(permission)
        self.permission = permission


def action(
    permission: str, *, verb: str = "", needs_right: bool = True
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a decision: right checked, one transaction, one journal entry.

    The function takes its actor as the keyword ``by``. The organisation in which the right
    must be held is the keyword ``organisation``, or the ``organisation_id`` of the first
    argument; without either the right counts wherever it is held.

    Args:
        permission: the right that is needed, ``<module>.<verb>``.
        verb: what the journal says; default: permission's module and the function's name.
        needs_right: False where the function itself decides (log-in, own account).

    Raises:
        NotAllowedError: from the call, when the actor lacks the right.

    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        journal_verb = verb or f"{permission.split('.', 1)[0]}.{function.__name__}"

        @functools.wraps(function)
        def decided(*args: P.args, **kwargs: P.kwargs) -> R:
            by = cast("Actor", kwargs["by"])
            organisation_id = _organisation_of(args, kwargs)
            if needs_right and not by.may(permission, organisation_id):
                raise NotAllowedError(permission)
            target = next((a for a in args if isinstance(a, models.Model)), None)
            draft = Draft(
                verb=journal_verb,
                by=by,
                chain_id=organisation_id or INSTALLATION_CHAIN,
                target=target,
            )
            with transaction.atomic(), drafting(draft):
                result = function(*args, **kwargs)
                if draft.target is None and isinstance(result, models.Model):
                    draft.target = result
                return result

        decided.permission = permission if needs_right else None  # type: ignore[attr-defined] # read by tests/architecture
        decided.verb = journal_verb  # type: ignore[attr-defined] # read by tools/reference.py
        return decided

    return decorate


def _organisation_of(args: tuple[Any, ...], kwargs: dict[str, Any]) -> UUID | None:
    given = kwargs.get("organisation")
    if given is not None:
        return given if isinstance(given, UUID) else cast("UUID", given.pk)
    for value in args:
        if isinstance(found := getattr(value, "organisation_id", None), UUID):
            return found
    return None


def requires(permission: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Open a page to who holds the right somewhere; visitors are sent to the log-in.

    Pass `SIGNED_IN` for pages that everyone with an account may see.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = actor_of(request)
            if actor.is_anonymous:
                return redirect_to_login(request.get_full_path())
            if permission != SIGNED_IN and not actor.may(permission):
                raise NotAllowedError(permission)
            return cast("HttpResponseBase", view(request, *args, **kwargs))

        guarded.access = permission  # type: ignore[attr-defined] # read by the role x URL matrix
        return guarded

    return decorate


def public(view: Callable[..., Any]) -> Callable[..., Any]:
    """Open a page to everyone, and say so."""
    view.access = PUBLIC  # type: ignore[attr-defined] # read by the role x URL matrix
    return view


def actor_of(request: HttpRequest) -> Actor:
    """Who asks, as the middleware found it."""
    return cast("Actor", request.actor)  # type: ignore[attr-defined] # set by people.edge.ActorMiddleware
