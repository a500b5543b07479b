"""Every refusal of the API says what happened, what to do, and a code."""

from __future__ import annotations

import pytest
from ninja.errors import ValidationError

from stadtherz.core.people import make as people
from stadtherz.core.people.actions import issue_token
from stadtherz.project import refusals
from stadtherz.project.api import api

SHAPE = {"message", "fix", "code"}
NEW = "/api/v1/occasions/incidents/leitrechner/4711"


@pytest.fixture
def call(client, db):
    issued = issue_token(
        "Leitrechner",
        organisation=people.organisation("leitstelle"),
        scopes=["occasions.view", "occasions.report"],
        by=people.HOUSE,
    )
    key = {"Authorization": f"Bearer {issued.secret}"}

    def put(path, body):
        return client.put(path, body, content_type="application/json", headers=key)

    put.get = lambda path: client.get(path, headers=key)
    return put


def test_a_missing_value_is_named(call):
    answer = call(NEW, {})
    told = answer.json()
    assert answer.status_code == 422
    assert told["code"] == "house.E422"
    assert told["details"][0]["field"] in told["message"]
    assert "is missing in the body" in told["message"]
    assert "told" not in {one["field"].split(".")[0] for one in told["details"]}


def test_what_was_sent_is_not_repeated(call):
    told = call(NEW, {"title": {"secret": "4711-geheim"}})
    assert told.status_code == 422
    assert "4711-geheim" not in told.content.decode()


def test_a_value_of_the_query_is_named(call):
    told = call.get("/api/v1/lights/lamps?page=0").json()
    assert told["message"].startswith("The value page in the query is not accepted: ")
    assert told["fix"].startswith("Send page as ")


def test_a_body_that_is_no_json(call):
    answer = call(NEW, "{'")
    assert (answer.status_code, set(answer.json()), answer.json()["code"]) == (
        400, SHAPE, "house.E400",
    )  # fmt: skip


def test_an_id_that_nothing_has(call):
    answer = call.get("/api/v1/occasions/incidents/0190b7a0-0000-7000-8000-000000000000")
    assert (answer.status_code, set(answer.json())) == (404, SHAPE)


@pytest.mark.parametrize(
    ("loc", "field", "sent_in"),
    [
        (("query", "page"), "page", "the query"),
        (("body", "told", "units", 0, "name"), "units.0.name", "the body"),
        (("body", "told"), "body", "the body"),
        (("path", "lamp_id"), "lamp_id", "the address"),
    ],
)
def test_a_field_is_named_as_it_is_sent(loc, field, sent_in):
    told = {"loc": loc, "msg": "Field required.", "type": "missing"}
    _status, refusal = refusals.not_accepted(None, ValidationError([told, told]))
    assert (refusal.details[0].field, refusal.details[0].sent_in) == (field, sent_in)
    assert refusal.message.endswith("1 more of this call is wrong: see details.")


def test_no_operation_takes_two_bodies_whose_names_would_be_sent():
    for path, operations in api.get_openapi_schema()["paths"].items():
        for operation in operations.values():
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            assert "title" not in body.get("schema", {}), path


def test_the_document_says_how_each_operation_refuses():
    document = api.get_openapi_schema()
    assert set(document["components"]["schemas"]["Refusal"]["properties"]) == SHAPE
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert {"422", "4XX"} <= set(operation["responses"]), path
