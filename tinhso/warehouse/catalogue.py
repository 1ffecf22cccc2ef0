"""The catalogue of open data in the words of others: DCAT-AP 3 (Europe's profile of W3C DCAT) and CKAN's packages."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tinhso.warehouse.definitions import Counted, Indicator, Spread, Stock
from tinhso.warehouse.graphs import DCAT, DCT, FOAF, HYDRA, TYPE, Iri, Text, Triple
from tinhso.warehouse.models import OpenFigure
from tinhso.warehouse.publishing import open_indicators

A_PAGE = 100
FILES = {"csv": "text/csv", "json": "application/json", "parquet": "application/vnd.apache.parquet"}
_FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"
_MONTHLY = "http://publications.europa.eu/resource/authority/frequency/MONTHLY"
Address = Callable[[str], str]
"""An address in this house made whole."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """One open number, with when it was last published."""

    promise: Indicator
    published_at: datetime

    @property
    def code(self) -> str:
        return self.promise.code

    @property
    def title(self) -> str:
        return str(self.promise.title)


def datasets() -> list[Dataset]:
    """Every open number of which anything was published, by code."""
    newest = OpenFigure.objects.newest()
    return [Dataset(one, newest[code]) for code, one in sorted(open_indicators().items()) if code in newest]


def dataset(code: str) -> Dataset | None:
    """The open number of that code."""
    return next((one for one in datasets() if one.code == code), None)


def modified_since(held: Sequence[Dataset], since: str) -> list[Dataset]:
    """Those published at a moment (ISO 8601; a day is its beginning here) or later. Raises ValueError."""
    then = datetime.fromisoformat(since)
    then = then if then.tzinfo else timezone.make_aware(then)
    return [one for one in held if one.published_at >= then]


def last_page(held: Sequence[Dataset]) -> int:
    """The number of the last page of so many; the first is 1, and there is always one."""
    return max(1, -(-len(held) // A_PAGE))


def how_counted(one: Indicator) -> str:
    """In one sentence, with the names that events have in the log."""
    if isinstance(one, Counted):
        names = {"events": ", ".join(one.counts), "of": ", ".join(one.of)}
        if one.of:
            return _("Counted from the events %(events)s of the log, as a share of %(of)s.") % names
        return _("Counted from the events %(events)s of the log.") % names
    if isinstance(one, Spread):
        return _("Median and ninth decile of what the events %(events)s say.") % {"events": ", ".join(one.counts)}
    if isinstance(one, Stock):
        return _("What stood at the end of the month's last day.")
    return _("Declared with evidence, or taken over from elsewhere.")


def described(one: Dataset, address: Address) -> Iterator[Triple]:
    """A data set and its files."""
    me = address(f"/dataset/{one.code}")
    yield Triple(me, TYPE, Iri(f"{DCAT}Dataset"))
    yield Triple(me, f"{DCT}identifier", Text(one.code))
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield Triple(me, f"{DCT}title", Text(one.title, language=language))
            yield Triple(me, f"{DCT}description", Text(how_counted(one.promise), language=language))
    yield Triple(me, f"{DCT}modified", Text(one.published_at.isoformat(), kind="dateTime"))
    yield Triple(me, f"{DCT}accrualPeriodicity", Iri(_MONTHLY))
    yield Triple(me, f"{DCT}publisher", Iri(address("/#publisher")))
    yield Triple(me, f"{DCAT}landingPage", Iri(address(f"/open-data/{one.code}/")))
    for ending, media in FILES.items():
        file = address(f"/open-data/{one.code}.{ending}")
        yield Triple(me, f"{DCAT}distribution", Iri(file))
        yield Triple(file, TYPE, Iri(f"{DCAT}Distribution"))
        yield Triple(file, f"{DCAT}accessURL", Iri(file))
        yield Triple(file, f"{DCAT}downloadURL", Iri(file))
        yield Triple(file, f"{DCT}license", Iri(settings.OPEN_DATA_LICENCE))
        yield Triple(file, f"{DCT}format", Iri(f"{_FILE_TYPE}{ending.upper()}"))
        yield Triple(
            file, f"{DCAT}mediaType", Iri(f"https://www.iana.org/assignments/media-types/{media.partition(';')[0]}")
        )


def publisher(address: Address) -> Iterator[Triple]:
    """Who publishes: the data centre of the province."""
    me = address("/#publisher")
    yield Triple(me, TYPE, Iri(f"{FOAF}Agent"))
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield Triple(me, f"{FOAF}name", Text(_("Provincial data centre"), language=language))


def catalogue(held: Sequence[Dataset], number: int, address: Address, page_of: Callable[[int], str]) -> list[Triple]:
    """A page (from 1) of the catalogue with its data sets, as harvesters ask for it."""
    me, here = address("/catalog"), page_of(number)
    last = last_page(held)
    found = [Triple(me, TYPE, Iri(f"{DCAT}Catalog")), Triple(me, f"{DCT}publisher", Iri(address("/#publisher")))]
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.append(Triple(me, f"{DCT}title", Text(_("Open data of the province"), language=language)))
            told = _("Numbers of the province by month and commune, counted from its log.")
            found.append(Triple(me, f"{DCT}description", Text(told, language=language)))
    found += [Triple(here, TYPE, Iri(f"{HYDRA}PagedCollection"))]
    found += [Triple(here, f"{HYDRA}totalItems", Text(str(len(held)), kind="integer"))]
    found += [Triple(here, f"{HYDRA}itemsPerPage", Text(str(A_PAGE), kind="integer"))]
    pages = {"firstPage": 1, "lastPage": last, "nextPage": number + 1, "previousPage": number - 1}
    found += [
        Triple(here, f"{HYDRA}{name}", Text(page_of(other))) for name, other in pages.items() if 1 <= other <= last
    ]
    for one in held[(number - 1) * A_PAGE : number * A_PAGE]:
        found += [Triple(me, f"{DCAT}dataset", Iri(address(f"/dataset/{one.code}"))), *described(one, address)]
    return [*found, *publisher(address)]


def package(one: Dataset, address: Address) -> dict[str, Any]:
    """A data set as CKAN's action API shows it."""
    files = [
        {
            "id": f"{one.code}.{ending}", "package_id": one.code, "name": f"{one.title} ({ending.upper()})",
            "format": ending.upper(), "mimetype": media, "url": address(f"/open-data/{one.code}.{ending}"),
            "state": "active",
        }
        for ending, media in FILES.items()
    ]  # fmt: skip
    return {
        "id": one.code, "name": one.code, "title": one.title, "notes": how_counted(one.promise), "type": "dataset",
        "state": "active", "private": False, "isopen": True, "license_url": settings.OPEN_DATA_LICENCE,
        "metadata_modified": one.published_at.isoformat(), "url": address(f"/open-data/{one.code}/"),
        "resources": files, "num_resources": len(files), "tags": [], "groups": [],
        "organization": {"name": "data-centre", "title": _("Provincial data centre")},
    }  # fmt: skip


def searched(held: Sequence[Dataset], words: str) -> list[Dataset]:
    """The data sets that have all the words in code, title or how they are counted; `*:*` and nothing: all."""
    wanted = [] if words.strip() in ("", "*:*") else words.casefold().split()
    told = {one.code: f"{one.code} {one.title} {how_counted(one.promise)}".casefold() for one in held}
    return [one for one in held if all(word in told[one.code] for word in wanted)]
