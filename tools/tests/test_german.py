from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po

from tools.german import bare_texts, findings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "template",
    [
        '<p>{% translate "Lamps" %}: {{ count }}</p>',
        "{% blocktranslate %}There are {{ n }} lamps.{% endblocktranslate %}",
        "<!-- a remark --> {# another #} <br> — 12 %",
        '<input placeholder="{% translate "Street" %}"> &nbsp; lights.E001',
        "{% block density %}sh-dense{% endblock %}",
        "<script>const word = 1;</script><title>Stadtherz</title>",
    ],
)
def test_translated_text_is_not_reported(template: str) -> None:
    assert bare_texts(template) == []


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<p>Lamps</p>", "Lamps"),
        ('{% translate "Lamps" %} and more', "and more"),
        ('<img alt="A lamp" src="x.png">', "A lamp"),
        ('<button aria-label="Close">&times;</button>', "Close"),
    ],
)
def test_bare_text_is_found(template: str, words: str) -> None:
    assert bare_texts(template) == [words]


def catalogue(tmp_path: Path, german: str, *, fuzzy: bool = False, compiled: bool = True) -> str:
    folder = tmp_path / "src/room/locale/de/LC_MESSAGES"
    folder.mkdir(parents=True)
    made = Catalog(locale="de")
    made.add("Lamp", german, flags=["fuzzy"] if fuzzy else [])
    with (folder / "django.po").open("wb") as file:
        write_po(file, made)
    if compiled:
        with (folder / "django.mo").open("wb") as file:
            write_mo(file, made)
    return "\n".join(findings(tmp_path))


def test_a_complete_catalogue_passes(tmp_path: Path) -> None:
    assert catalogue(tmp_path, "Leuchte") == ""


def test_empty_fuzzy_and_uncompiled_messages_are_found(tmp_path: Path) -> None:
    assert "not translated: Lamp" in catalogue(tmp_path / "a", "")
    assert "fuzzy: Lamp" in catalogue(tmp_path / "b", "Leuchte", fuzzy=True)
    assert "not compiled" in catalogue(tmp_path / "c", "Leuchte", compiled=False)


def test_the_same_word_in_two_contexts_is_two_messages(tmp_path: Path) -> None:
    folder = tmp_path / "src/room/locale/de/LC_MESSAGES"
    folder.mkdir(parents=True)
    made = Catalog(locale="de")
    made.add("Back", "Zurück", context="pages")
    made.add("Back", "Rückseite", context="panels")
    made.add(("%(n)s lamp", "%(n)s lamps"), ("%(n)s Leuchte", "%(n)s Leuchten"))
    with (folder / "django.po").open("wb") as file:
        write_po(file, made)
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, made)
    assert list(findings(tmp_path)) == []
    made.delete("Back", context="panels")
    made.add("Back", "Rücken", context="panels")
    with (folder / "django.po").open("wb") as file:
        write_po(file, made)
    assert [text.rsplit(": ", 2)[1] for text in findings(tmp_path)] == ["compiled file is older"]
