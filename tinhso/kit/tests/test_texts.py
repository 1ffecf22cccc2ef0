"""`manage.py texts`: what it collects, what it keeps, what it calls a fault."""

import gettext
from pathlib import Path
from types import SimpleNamespace

import pytest
from babel.messages.pofile import read_po
from django.core.management import CommandError, call_command

from tinhso.kit import texts

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext
A = _("Send")
B = ngettext("%(n)s day", "%(n)s days", 2)
"""
PAGE = '{% extends "x.html" %}<p>{{ _("Call %(number)s", number=1022) }}</p>{% trans %}Good day{% endtrans %}'


@pytest.fixture
def system(tmp_path: Path):
    (tmp_path / "views.py").write_text(PYTHON)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(PAGE)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_x.py").write_text('_("Never collected")')
    return SimpleNamespace(path=str(tmp_path), label="sample", name="sample")


def translate(system, language: str, said: dict[str, str]) -> None:
    path = texts.catalog_path(system, language)
    catalog = texts.kept(system, language)
    for message in catalog:
        key = message.id if isinstance(message.id, str) else message.id[0]
        if key in said:
            message.string = said[key] if isinstance(message.id, str) else (said[key],)
    texts._write(catalog, path)


ALL = {"Send": "Gửi", "%(n)s day": "%(n)s ngày", "Call %(number)s": "Gọi %(number)s", "Good day": "Chào"}


def test_texts_of_python_and_pages_are_collected(system):
    found = {message.id if isinstance(message.id, str) else message.id[0] for message in texts.collected(system)}
    assert found - {""} == set(ALL)


def test_every_missing_text_is_a_fault_in_both_languages(system):
    assert {(fault.language, fault.wrong) for fault in texts.faults(system)} == {
        ("vi", "not translated"),
        ("id", "not translated"),
    }
    assert not (Path(system.path) / "locale").exists(), "looking writes nothing"


def test_a_full_translation_has_no_fault_and_compiles(system):
    texts.renew(system)
    for language in texts.LANGUAGES:
        translate(system, language, ALL)
    assert list(texts.faults(system)) == []
    texts.compile_texts(system)
    with texts.catalog_path(system, "vi").with_suffix(".mo").open("rb") as file:
        spoken = gettext.GNUTranslations(file)
    assert spoken.gettext("Send") == "Gửi"
    assert spoken.ngettext("%(n)s day", "%(n)s days", 2) == "%(n)s ngày"


def test_a_lost_placeholder_is_a_fault(system):
    texts.renew(system)
    for language in texts.LANGUAGES:
        translate(system, language, ALL | {"Call %(number)s": "Gọi"})
    assert {(fault.text, fault.wrong) for fault in texts.faults(system)} == {("Call %(number)s", "placeholders differ")}


def test_an_unsure_text_is_a_fault(system):
    texts.renew(system)
    for language in texts.LANGUAGES:
        translate(system, language, ALL)
    path = texts.catalog_path(system, "vi")
    path.write_text(path.read_text().replace('msgid "Send"', '#, fuzzy\nmsgid "Send"'))
    assert [(fault.language, fault.text) for fault in texts.faults(system)] == [("vi", "Send")]


def test_a_text_that_two_systems_say_differently_is_a_fault(system, tmp_path):
    other = SimpleNamespace(path=str(tmp_path / "other"), label="other", name="other")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "views.py").write_text('from x import _\nA = _("Send")\n')
    for one in (system, other):
        texts.renew(one)
        translate(one, "vi", ALL)
        translate(one, "id", ALL)
    assert list(texts.disagreements([system, other])) == []
    translate(other, "vi", {"Send": "Nộp"})
    assert [(fault.label, fault.text) for fault in texts.disagreements([system, other])] == [("other", "Send")]


def test_translations_are_kept_and_dead_texts_go(system):
    texts.renew(system)
    translate(system, "vi", ALL)
    (Path(system.path) / "views.py").write_text('from x import _\nA = _("Send")\nC = _("New")\n')
    texts.renew(system)
    with texts.catalog_path(system, "vi").open("rb") as file:
        catalog = read_po(file)
    assert catalog.get("Send").string == "Gửi"
    assert catalog.get("New").string == ""
    assert catalog.get(("%(n)s day", "%(n)s days")) is None
    assert "#~" not in texts.catalog_path(system, "vi").read_text()


def test_running_twice_changes_nothing(system):
    texts.renew(system)
    before = texts.catalog_path(system, "vi").read_bytes()
    texts.renew(system)
    assert texts.catalog_path(system, "vi").read_bytes() == before


def test_the_kit_speaks_both_languages(capsys):
    call_command("texts", "kit", check=True)
    with pytest.raises(CommandError, match="No such system"):
        call_command("texts", "nothing", check=True)
