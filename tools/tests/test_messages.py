from __future__ import annotations

from typing import TYPE_CHECKING

from tools.german import findings
from tools.messages import messages

if TYPE_CHECKING:
    from pathlib import Path

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy
LAMP = _("Lamp")
BACK = pgettext_lazy("pages", "Back")
def said(n): return ngettext("%(n)s lamp", "%(n)s lamps", n)
"""
TEMPLATE = """<ul>
    {% for lamp in lamps %}<li title='{% translate "Dark" context "lamps" %}'>it's (odd
  {% blocktranslate count n=n %}One{% plural %}Many{% endblocktranslate %}</li>{% endfor %}
"""


def room(root: Path) -> Path:
    folder = root / "src/room"
    (folder / "templates").mkdir(parents=True)
    (folder / "tests").mkdir()
    (folder / "tests/test_words.py").write_text('from x import gettext as _\n_("Only a test")\n')
    (folder / "words.py").write_text(PYTHON)
    (folder / "templates/page.html").write_text(TEMPLATE)
    return folder


def test_python_and_templates_are_read(tmp_path: Path) -> None:
    room(tmp_path)
    assert {(text, context) for text, context, _place in messages(tmp_path)} == {
        ("Lamp", None),
        ("Back", "pages"),
        ("%(n)s lamp", None),
        ("Dark", "lamps"),
        ("One", None),
    }


def test_a_message_in_no_catalogue_is_found_with_its_line(tmp_path: Path) -> None:
    folder = room(tmp_path)
    found = "\n".join(findings(tmp_path))
    assert f"{folder}/words.py:3: in no German catalogue: Lamp" in found
    assert f"{folder}/templates/page.html:2: in no German catalogue: Dark" in found
