"""How the public API says no: always what happened, what to do, and a code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, Throttled, ValidationError

from stadtherz.core.people.contract import NotAllowedError, actor_of
from stadtherz.lib.errors import CityError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest, HttpResponse

PLACES = {
    "body": "the body", "query": "the query", "path": "the address", "header": "the headers",
    "form": "the form", "file": "the files", "cookie": "the cookies",
}  # fmt: skip
"""Where a value was sent, by ninja's name of it."""
NAMED_AFTER_CODE = frozenset({"body", "form", "file"})
"""Where the first step of a place is the name of a parameter in our code, which nobody sends."""


class Detail(Schema):
    """One value that was not accepted; `field` is its path, such as `units.0.name`."""

    field: str
    sent_in: str
    problem: str
    kind: str


class Refusal(Schema):
    """What happened, what to do, and a code that docs/errors.md explains."""

    message: str
    fix: str
    code: str


class InvalidInput(Refusal):
    """A refusal that names every value that was not accepted."""

    details: list[Detail]


class HouseAPI(NinjaAPI):
    """An API whose document says how each operation refuses."""

    def get_openapi_schema(self, **where: Any) -> Any:
        """Give the document, with the shapes of refusals at every operation."""
        document = super().get_openapi_schema(**where)
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        for shape in (Detail, Refusal, InvalidInput):
            schemas[shape.__name__] = shape.model_json_schema(ref_template=REFERENCE)
            schemas[shape.__name__].pop("$defs", None)
        for operations in document["paths"].values():
            for operation in operations.values():
                operation["responses"] = {
                    **{str(status): told for status, told in operation["responses"].items()},
                    "422": _answer_of(InvalidInput, "A value was not accepted."),
                    "4XX": _answer_of(Refusal, "Refused."),
                }
        return document


REFERENCE = "#/components/schemas/{model}"


def _answer_of(shape: type[Schema], description: str) -> dict[str, Any]:
    schema = {"$ref": REFERENCE.format(model=shape.__name__)}
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def teach_refusals(api: NinjaAPI) -> None:
    """Give the API one answer for every failure that is expected."""

    def teach(kind: type[Exception], refuse: Callable[[HttpRequest, Any], Refused]) -> None:
        def answer(request: HttpRequest, error: Any) -> HttpResponse:
            status, refusal = refuse(request, error)
            return api.create_response(request, refusal.model_dump(), status=status)

        api.add_exception_handler(kind, answer)

    teach(CityError, city_error)
    teach(NotAllowedError, not_allowed)
    teach(ObjectDoesNotExist, nothing_there)
    teach(Http404, nothing_there)
    teach(ValidationError, not_accepted)
    teach(Throttled, too_many)
    teach(HttpError, not_understood)


Refused = tuple[int, Refusal]


def city_error(_request: HttpRequest, error: CityError) -> Refused:
    """Answer an expected failure."""
    return 400, Refusal(message=error.message, fix=error.fix, code=error.code)


def not_allowed(request: HttpRequest, error: NotAllowedError) -> Refused:
    """Answer a missing right: 401 to visitors, 403 to who is known."""
    message = f"This needs the right {error.permission}."
    if actor_of(request).is_anonymous:
        return 401, Refusal(message=message, fix="Send a key or sign in.", code="house.E401")
    fix = "Ask the administrator for the role."
    return 403, Refusal(message=message, fix=fix, code="house.E403")


def nothing_there(_request: HttpRequest, _error: Exception) -> Refused:
    """Answer for what does not exist, or not for this actor."""
    message = "There is nothing with this id."
    return 404, Refusal(message=message, fix="Check the id.", code="house.E404")


def too_many(_request: HttpRequest, _error: Throttled) -> Refused:
    """Answer to who called more often than the limit; the header Retry-After says how long."""
    return 429, Refusal(
        message="There were more calls than the limit per minute.",
        fix="Wait as many seconds as the header Retry-After says.",
        code="house.E429",
    )


def not_understood(_request: HttpRequest, error: HttpError) -> Refused:
    """Answer to a body that cannot be read, which is all that is left."""
    fix = "Send JSON as /api/v1/openapi.json describes it, in UTF-8."
    return error.status_code, Refusal(message=f"{error}.", fix=fix, code="house.E400")


def not_accepted(_request: HttpRequest, error: ValidationError) -> Refused:
    """Answer to values that are missing or wrong, naming each; what was sent is not repeated."""
    details = [_detail(told) for told in error.errors]
    first, others = details[0], len(details) - 1
    if first.kind == "missing":
        message = f"The value {first.field} is missing in {first.sent_in}."
        fix = f"Send {first.field}; /api/v1/openapi.json describes it."
    else:
        message = f"The value {first.field} in {first.sent_in} is not accepted: {first.problem}."
        fix = f"Send {first.field} as /api/v1/openapi.json describes it."
    if others:
        message += (
            f" {others} more of this call {'is' if others == 1 else 'are'} wrong: see details."
        )
    return 422, InvalidInput(message=message, fix=fix, code="house.E422", details=details)


def _detail(told: dict[str, Any]) -> Detail:
    place, *steps = told["loc"]
    return Detail(
        field=_field(place, steps),
        sent_in=PLACES.get(place, str(place)),
        problem=str(told["msg"]).removesuffix("."),
        kind=str(told["type"]),
    )


def _field(place: str, steps: Sequence[object]) -> str:
    inner = steps[1:] if place in NAMED_AFTER_CODE and len(steps) > 1 else steps
    if place in NAMED_AFTER_CODE and len(steps) == 1:
        return str(place)
    return ".".join(str(step) for step in inner)
