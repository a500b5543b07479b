"""Whose word about the visitor's address is taken: that of proxies which the settings name."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from uvicorn import Config

from stadtherz.project import asgi, health
from stadtherz.project.conf import current
from stadtherz.project.processes.roles import web_options

NGINX, VISITOR = "10.0.0.7", "198.51.100.9"


def seen_as(proxies, forwarded, *, caller=NGINX):
    """The address that Django is told for a request that comes from ``caller``."""
    seen = []

    def page(environ, start_response):
        seen.append(environ["REMOTE_ADDR"])
        start_response("200 OK", [])
        return [b""]

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_message):
        return

    async def once():
        server = Config(asgi.pages_of(page), **web_options(proxies))
        server.load()
        headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
        await server.loaded_app(
            {
                "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
                "scheme": "http", "path": "/", "raw_path": b"/", "query_string": b"",
                "root_path": "", "headers": headers, "client": (caller, 5000),
                "server": ("localhost", 8410),
            },
            receive,
            send,
        )  # fmt: skip

    asyncio.run(once())
    return seen[0]


@pytest.mark.parametrize("proxies", [(), ("10.0.0.8",)])
def test_nobody_unnamed_is_believed(proxies, monkeypatch):
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    assert seen_as(proxies, VISITOR) == NGINX
    assert seen_as(proxies, VISITOR, caller="127.0.0.1") == "127.0.0.1"


@pytest.mark.parametrize("proxies", [(NGINX,), ("10.0.0.0/24",)])
def test_a_named_proxy_tells_the_visitor(proxies):
    assert seen_as(proxies, VISITOR) == VISITOR
    assert seen_as(proxies, "2001:db8::9") == "2001:db8::9"
    assert seen_as(proxies, "") == NGINX


def test_what_a_visitor_wrote_before_the_proxy_counts_for_nothing():
    assert seen_as((NGINX,), f"203.0.113.1, {VISITOR}") == VISITOR
    assert seen_as((NGINX,), f"{NGINX}, {VISITOR}") == VISITOR


def test_a_chain_of_proxies_counts_when_both_are_named():
    assert seen_as((NGINX, "10.0.1.1"), f"{VISITOR}, 10.0.1.1") == VISITOR
    assert seen_as((NGINX,), f"{VISITOR}, 10.0.1.1") == "10.0.1.1"


@pytest.mark.django_db
def test_health_tells_who_shares_an_address_with_everyone(monkeypatch):
    def codes(**told):
        installation = replace(current(), server=replace(current().server, **told))
        monkeypatch.setattr(health, "current", lambda: installation)
        return {finding.code for finding in health.all_findings()}

    public = {"public_url": "https://stadt.example"}
    assert "house.W002" in codes(**public)
    assert "house.W002" not in codes(**public, trusted_proxies=(NGINX,))
    assert "house.W002" not in codes(public_url="")
