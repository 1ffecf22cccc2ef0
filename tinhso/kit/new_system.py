"""Writing the minimal rooms of a new system: what `manage.py newsystem` does."""

from collections.abc import Mapping
from pathlib import Path
from string import Template

PILLARS = ("core", "infrastructure", "society", "economy", "government", "operations")

_README = """\
# $Title

What it is for, in one sentence a neighbour understands.

| | |
| --- | --- |
| whose | the agency that answers for it |
| under which law | law, decree or decision, with article |
| its states | none yet |
| its events | none yet |
"""

_APPS = """\
from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import System


class $Class(System):
    name = "tinhso.$pillar.$name"
    title = _("$Title")
    icon = "squares-four"
    owner = _("Provincial People's Committee")
"""

_VIEWS = '''\
"""The pages of $words."""

from django.http import HttpResponse

from tinhso.kit.doors import Request, open_to_all
from tinhso.kit.pages import page


@open_to_all
def $name(request: Request) -> HttpResponse:
    """The first page."""
    return page(request, "$name/$name.html")
'''

_URLS = '''\
"""The doors of $words."""

from django.urls import path

from tinhso.$pillar.$name import views

urlpatterns = [path("$address/", views.$name, name="$name")]
'''

_PAGE = """\
{% extends "kit/shells/any.html" %}
{% import "kit/parts.html" as p %}
{% block title %}{{ _("$Title") }}{% endblock %}
{% block main %}
{{ p.page_head(_("$Title")) }}
{% endblock %}
"""

_TEST = '''\
"""The first page opens for everyone."""


def test_a_visitor_opens_$name(client, db):
    assert client.get("/$address/").status_code == 200
'''

_TEXTS = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: $language\\n"

msgid "$Title"
msgstr "$Title"

msgid "Provincial People's Committee"
msgstr "$committee"
"""

_COMMITTEES = {"vi": "Ủy ban nhân dân tỉnh", "id": "Komite Rakyat Provinsi"}


class BadName(ValueError):
    """No system can be called so. The message says why."""


def write_system(house: Path, pillar: str, name: str) -> list[Path]:
    """Write the rooms under `house` (the folder `tinhso/`). Returns the files. Raises BadName."""
    _check(house, pillar, name)
    words = name.replace("_", " ")
    values = {
        "pillar": pillar,
        "name": name,
        "words": words,
        "Title": words.capitalize(),
        "Class": words.title().replace(" ", ""),
        "address": name.replace("_", "-"),
    }
    folder = house / pillar / name
    return [_write(folder / path, text, values) for path, text in _rooms(name).items()]


def _check(house: Path, pillar: str, name: str) -> None:
    if pillar not in PILLARS:
        raise BadName(f"There is no floor called {pillar}; there are {', '.join(PILLARS)}.")
    if not (name.isascii() and name.isidentifier() and name == name.lower() and not name.startswith("_")):
        raise BadName(f"{name!r} cannot be a folder of code: lower case letters, digits and _, a letter first.")
    taken = sorted(house.glob(f"*/{name}")) + sorted(house.glob(name))
    if taken:
        raise BadName(f"A label is for ever, and {name} is taken by {taken[0]}.")


def _rooms(name: str) -> dict[str, str]:
    """Every file with its text, to be filled in."""
    texts = {
        f"locale/{language}/LC_MESSAGES/django.po": Template(_TEXTS).safe_substitute(language=language, committee=told)
        for language, told in _COMMITTEES.items()
    }
    return {
        "README.md": _README,
        "__init__.py": "",
        "apps.py": _APPS,
        "views.py": _VIEWS,
        "urls.py": _URLS,
        f"templates/{name}/{name}.html": _PAGE,
        "migrations/__init__.py": "",
        "tests/__init__.py": "",
        f"tests/test_{name}.py": _TEST,
    } | texts


def _write(path: Path, text: str, values: Mapping[str, str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(Template(text).substitute(values), encoding="utf-8")
    return path
