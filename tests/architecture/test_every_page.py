"""Every public page: strict policy, no cookie, nothing from third parties."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

PUBLIC = "public"
FOREIGN = re.compile(r"""(?:src|href|action|srcset)=["'](?:https?:)?//(?!testserver)([^"'/]+)""")


def patterns(resolver, prefix=""):
    for entry in resolver.url_patterns:
        route = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        elif isinstance(entry, URLPattern):
            yield route, entry.callback


PAGES = sorted(
    {
        f"/{route}"
        for route, view in patterns(get_resolver())
        if getattr(view, "access", "") == PUBLIC and not re.search(r"[<(\\^]", route)
    }
)


def test_there_are_public_pages():
    assert "/" in PAGES


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_keeps_the_visitor_private(client, address):
    cache.clear()
    answer = client.get(address)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert set(answer.cookies) <= {"stadtherz_form"}, "only the proof of a form's origin"
    if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
        text = answer.content.decode()
        links = [host for host in FOREIGN.findall(text) if "www.openstreetmap.org" not in host]
        assert links == []
        assert " style=" not in text
        assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", text)


def test_every_view_says_who_may_see_it():
    silent = [
        route
        for route, view in patterns(get_resolver())
        if not hasattr(view, "access") and not route.startswith("api/v1/")
    ]
    assert silent == [], "decorate with public or requires(...)"
