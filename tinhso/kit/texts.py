"""Texts of the systems: collected from their Python and their pages, kept in `locale/{vi,id}`, checked, compiled.

Source texts are English. Vietnamese and Indonesian stand in each system's own `locale/`; nothing here translates.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tinhso.kit.passport import System

LANGUAGES = ("vi", "id")
KEYWORDS = dict(DEFAULT_KEYWORDS) | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
METHODS = [
    ("**/tests/**", "ignore"),
    ("**/migrations/**", "ignore"),
    ("**.py", "python"),
    ("templates/**.html", "jinja2.ext:babel_extract"),
    ("templates/**.txt", "jinja2.ext:babel_extract"),
]
OPTIONS = {
    pattern: {
        "extensions": "jinja2.ext.i18n,jinja2.ext.do,jinja2.ext.loopcontrols",
        "encoding": "utf-8",
        "silent": "false",
    }
    for pattern in ("templates/**.html", "templates/**.txt")
}
ONE_FORM = "nplurals=1; plural=0;"
"""Neither Vietnamese nor Indonesian changes a noun with its number; Babel does not know it of Indonesian."""

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}")


@dataclass(frozen=True, slots=True)
class Fault:
    """One text that is not ready: where it stands, in which language, what is wrong."""

    label: str
    language: str
    text: str
    wrong: str

    def __str__(self) -> str:
        return f"{self.label} [{self.language}] {self.wrong}: {self.text}"


def catalog_path(system: System, language: str) -> Path:
    """Where a system keeps its texts of a language."""
    return Path(system.path) / "locale" / language / "LC_MESSAGES" / "django.po"


def collected(system: System) -> Catalog:
    """All texts that a system's Python and pages ask for."""
    found = Catalog(charset="utf-8", fuzzy=False)
    for name, _line, text, comments, context in extract_from_dir(
        system.path, METHODS, OPTIONS, KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    ):
        if text:
            found.add(text, locations=[(name, 0)], auto_comments=comments, context=context)
    return found


def kept(system: System, language: str) -> Catalog:
    """The texts a system has in a language; empty when it has no file yet."""
    path = catalog_path(system, language)
    if path.exists():
        with path.open("rb") as file:
            catalog = read_po(file, locale=language, charset="utf-8")
    else:
        catalog = Catalog(locale=language, charset="utf-8", fuzzy=False, header_comment="")
    catalog.mime_headers = [("Plural-Forms", ONE_FORM)]
    return catalog


def renew(system: System) -> None:
    """Bring both languages up to the sources: new texts empty, dead ones gone, translations as they were."""
    found = collected(system)
    for language in LANGUAGES:
        catalog = kept(system, language)
        if catalog_path(system, language).exists() or len(found):
            _write(_brought_up(catalog, found), catalog_path(system, language))


def _brought_up(catalog: Catalog, found: Catalog) -> Catalog:
    found.creation_date = catalog.creation_date
    found.revision_date = catalog.revision_date
    catalog.update(found, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    return catalog


def _write(catalog: Catalog, path: Path) -> None:
    catalog.project, catalog.version, catalog.msgid_bugs_address = "tinhso", "1", ""
    catalog.last_translator, catalog.language_team = "Tỉnh Số", language_name(catalog)
    text = BytesIO()
    write_po(text, catalog, width=120, sort_output=True, include_lineno=False, ignore_obsolete=True)
    if not path.exists() or path.read_bytes() != text.getvalue():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.getvalue())


def language_name(catalog: Catalog) -> str:
    """What a language calls itself: Tiếng Việt, Indonesia."""
    return str(catalog.locale.display_name) if catalog.locale else ""


def compile_texts(system: System) -> None:
    """Write the machine's copy of each language, where the file people edit is newer."""
    for language in LANGUAGES:
        source = catalog_path(system, language)
        target = source.with_suffix(".mo")
        if source.exists() and (not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns):
            draft = BytesIO()
            write_mo(draft, kept(system, language))
            target.write_bytes(draft.getvalue())


def faults(system: System) -> Iterator[Fault]:
    """Every text of the sources that is missing, unsure or ill-fitting in a language."""
    found = collected(system)
    for language in LANGUAGES:
        catalog = kept(system, language)
        for message in found:
            wrong = _wrong(message, catalog.get(message.id, message.context)) if message.id else ""
            if wrong:
                yield Fault(system.label, language, _first(message.id), wrong)


def disagreements(systems: Iterable[System]) -> Iterator[Fault]:
    """Texts that two systems translate differently: all catalogues are one in the end, and either would be shown."""
    said: dict[tuple[str, str, str | None], tuple[str, ...]] = {}
    for system in systems:
        for language in LANGUAGES:
            for message in kept(system, language):
                key, forms = (language, _first(message.id), message.context), _forms(message.string)
                if key[1] and said.setdefault(key, forms) != forms:
                    yield Fault(system.label, language, key[1], f"said otherwise elsewhere ({said[key][0]})")


def _wrong(asked: Message, answer: Message | None) -> str:
    said = _forms(answer.string) if answer else ()
    if not answer or not said or not all(said):
        return "not translated"
    if answer.fuzzy:
        return "unsure (fuzzy)"
    wanted = {frozenset(PLACEHOLDER.findall(form)) for form in _forms(asked.id)}
    if any(frozenset(PLACEHOLDER.findall(form)) not in wanted for form in said):
        return "placeholders differ"
    return ""


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)


def _first(text: str | list[str] | tuple[str, ...]) -> str:
    return _forms(text)[0]
