from __future__ import annotations

import re
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.utils import timezone, translation

from stadtherz.core.ui import wording
from stadtherz.core.ui.tests.engine import UI, render, surroundings

NIGHT = datetime(2026, 11, 22, 21, 30, 5, tzinfo=UTC)


class Report(forms.Form):
    place = forms.CharField(label="Ort", help_text="Straße und Hausnummer")
    kind = forms.ChoiceField(label="Art", choices=[("a", "Brand")])
    agreed = forms.BooleanField(label="Gelesen", required=False)
    way = forms.ChoiceField(label="Weg", widget=forms.RadioSelect, choices=[("r", "Funk")])


@pytest.fixture(autouse=True)
def _in_town() -> object:
    with timezone.override("Europe/Berlin"), translation.override("de"):
        yield


def test_base_page_names_town_actor_and_place_in_the_menu() -> None:
    page = render("ui/base.html", **surroundings())
    assert '<html lang="de">' in page
    assert "Kaiserslautern" in page
    assert 'aria-current="page">Karte' in page
    assert "22:30 Uhr" in page
    assert "Leitstelle" in page
    assert "Zum Inhalt springen" in page
    assert "sh-banner--exercise" not in page


def test_base_page_in_english() -> None:
    page = render("ui/base.html", "en", **surroundings("en"))
    assert '<html lang="en">' in page
    assert "Skip to content" in page


def test_exercise_is_marked() -> None:
    assert "sh-banner--exercise" in render("ui/base_operator.html", **surroundings(exercise=True))


def test_names_are_escaped() -> None:
    page = render("ui/base.html", town=SimpleNamespace(name="<b>Ort</b>"))
    assert "&lt;b&gt;Ort" in page


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500])
def test_error_pages_stand_alone_and_say_what_to_do(status: int) -> None:
    page = render(f"ui/errors/{status}.html")
    assert "Das können Sie tun:" in page
    assert f"<code>ui.{status}</code>" in page


def test_error_page_prefers_the_error_itself() -> None:
    page = render(
        "ui/errors/400.html", message="Das Foto ist leer.", fix="Neu senden.", code="m.E1"
    )
    assert "Das Foto ist leer." in page
    assert "<code>m.E1</code>" in page


def test_moments_are_told_in_the_town_zone() -> None:
    assert wording.moment(NIGHT) == "22. November 2026, 22:30 Uhr"
    assert wording.moment(NIGHT, "clock") == "22:30:05 Uhr"
    assert wording.moment(NIGHT, "day") == "22. November 2026"
    with translation.override("en"):
        assert wording.moment(NIGHT, "short") == "22 Nov 2026, 22:30"


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        wording.moment(NIGHT.replace(tzinfo=None))


def test_figures_the_german_way() -> None:
    assert wording.length(0.75) == "0,8\N{NO-BREAK SPACE}m"
    assert wording.length(480) == "480\N{NO-BREAK SPACE}m"
    assert wording.length(1234567) == "1.234,6\N{NO-BREAK SPACE}km"
    assert wording.share(80) == "80\N{NO-BREAK SPACE}%"
    assert wording.position(7.7689, 49.4447).replace("\N{NO-BREAK SPACE}", " ") == (
        "49,44470° N, 7,76890° O"
    )
    assert wording.span(75) == "75\N{NO-BREAK SPACE}s"
    assert wording.span(300) == "5\N{NO-BREAK SPACE}min"
    assert wording.span(4 * 86400) == "4 Tage"


def test_figures_in_english() -> None:
    with translation.override("en"):
        assert wording.length(1234) == "1.2\N{NO-BREAK SPACE}km"
        assert wording.share(80) == "80%"
        assert wording.position(-7.5, -1).replace("\N{NO-BREAK SPACE}", " ") == (
            "1.00000° S, 7.50000° W"
        )


def test_tags_write_elements() -> None:
    page = render(
        "{% load city %}{% when at 'clock' %}{{ 12|metres }}{{ none|percent }}{{ p|coordinates }}",
        at=NIGHT,
        none=None,
        p=(7.7689, 49.4447),
    )
    assert '<time datetime="2026-11-22T21:30:05+00:00">22:30:05 Uhr</time>' in page
    assert "\N{EN DASH}" in page
    assert "49,44470°" in page


def test_components() -> None:
    page = render(
        "{% load city %}{% card title=title href='/x' %}<p>{{ word }}</p>{% endcard %}"
        "{% table caption='Fotos' %}<tr></tr>{% endtable %}"
        "{% dialog id='d' title='Schalten' %}x{% enddialog %}"
        "{% button 'Weg' href='/y' %}{% button 'Auf' dialog='d' %}"
        "{% badge word tone='danger' %}{% alert word tone='error' %}"
        "{% progress 'p' 'Import' 1 4 %}",
        word="<script>",
        title="<i>",
    )
    assert "<script>" not in page
    assert '<a href="/x">&lt;i&gt;</a>' in page
    assert "<caption>Fotos</caption>" in page
    assert '<dialog class="sh-dialog" id="d"' in page
    assert 'data-dialog="d"' in page
    assert 'type="button"' in page
    assert "sh-alert--danger" in page
    assert 'max="4" value="1"' in page
    assert "25" in page


def test_form_ties_hint_and_error_to_the_input() -> None:
    page = render("ui/form.html", form=Report({"kind": "a"}))
    assert 'aria-describedby="id_place_hint id_place_error"' in page
    assert 'aria-invalid="true"' in page
    assert 'href="#id_place"' in page
    assert "kern-form-input__select" in page
    assert '<p class="kern-error" id="id_place_error">' in page
    assert "Speichern" in page


def test_pagination_keeps_the_rest_of_the_query() -> None:
    pages = Paginator(range(100), 5)
    source = "{% load city %}{% pagination page %}"
    shown = render(source, page=pages.page(3))
    assert 'aria-current="page">3<' in shown
    assert 'href="?page=4"' in shown
    assert not render(source, page=Paginator([1], 5).page(1)).strip()


def test_every_phrase_of_templates_and_code_has_german_words() -> None:
    catalogue = (UI / "locale" / "de" / "LC_MESSAGES" / "django.po").read_text()
    known = set(re.findall(r'^msgid "(.+)"$', catalogue, re.MULTILINE))
    asked: set[str] = set()
    for path in UI.glob("templates/**/*.html"):
        for _quote, words in re.findall(r"translate (['\"])(.+?)\1", path.read_text()):
            asked.add(words)
    for path in (UI / "wording.py", UI / "apps.py"):
        asked |= set(re.findall(r'\b_\("(.+?)"\)', path.read_text()))
    assert len(asked) > 30
    assert asked <= known
    assert 'msgstr ""\n\n' not in catalogue
