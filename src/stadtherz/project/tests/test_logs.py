"""Log lines tell facts and never secrets."""

import logging

import pytest

from stadtherz.project.logs import FactsFormatter


def line(message, **facts):
    record = logging.makeLogRecord({"msg": message, "levelname": "INFO", "name": "x", **facts})
    return FactsFormatter().format(record)


def test_facts_stand_as_fields():
    assert line("lamp lost", lamp="001-001").endswith('lamp lost {"lamp": "001-001"}')


@pytest.mark.parametrize(
    "name", ["password", "secret", "token", "api_key", "cookie", "Authorization"]
)
def test_fields_with_secret_names_are_struck_out(name):
    assert "hunter2" not in line("signed in", **{name: "hunter2"})


@pytest.mark.parametrize(
    "text", ["GET /demo/?key=abcdef12345 200", "Bearer sth_abcdEFGHijklMNOPqrst refused"]
)
def test_secrets_within_text_are_struck_out(text):
    told = line(text)
    assert "cdef12345" not in told
    assert "EFGHijkl" not in told
    assert "***" in told
