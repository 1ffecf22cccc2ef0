"""Entering a version of an index. What is published stays; a round that runs stays on the version it began with."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tinhso.core.accounts.actions import require
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.operations.index.apps import KEEP
from tinhso.operations.index.domain.catalogue import BadCatalogue, Catalogue, digest_of, read
from tinhso.operations.index.events import CataloguePublished
from tinhso.operations.index.models import CatalogueVersion, Round, Status
from tinhso.warehouse.definitions import known


class NotACatalogue(Refusal):
    """The document is refused; `told` says where and why."""

    sentence = _("This is not a catalogue.")
    field = "document"


class VersionTaken(Refusal):
    sentence = _("This version is published already and stays as it is. Give the new one another version.")
    field = "document"


class RoundIsRunning(Refusal):
    sentence = _(
        "A round of this index runs by other maxima. Publish its result first, or let the new version begin next year."
    )
    field = "document"


@transaction.atomic
def publish_catalogue(document: Mapping[str, Any], *, by: Actor, at: datetime) -> CatalogueVersion:
    """Let a version hold from now on. Raises NotYours, NotACatalogue, VersionTaken, RoundIsRunning."""
    require(by, KEEP, at=at)
    catalogue = _read(document)
    digest = digest_of(document)
    there = CatalogueVersion.objects.filter(code=catalogue.code, version=catalogue.version).first()
    if there and there.digest != digest:
        raise VersionTaken
    if there:
        return there
    if _running(catalogue):
        raise RoundIsRunning

    version = CatalogueVersion.objects.create(
        code=catalogue.code, version=catalogue.version, level=catalogue.level, status=Status.PUBLISHED,
        document=document, digest=digest, first_year=catalogue.first_year, last_year=catalogue.last_year,
        entered_at=at, entered_by=by.account, published_at=at,
    )  # fmt: skip

    published = CataloguePublished(
        code=Code(catalogue.code), edition=Code(catalogue.version), components=len(list(catalogue.components))
    )
    record(published, about=version, by=by, at=at)
    return version


def _read(document: Mapping[str, Any]) -> Catalogue:
    try:
        catalogue = read(document)
    except BadCatalogue as bad:
        raise NotACatalogue("\n".join(bad.problems)) from bad
    if unknown := sorted(catalogue.indicators - known().keys()):
        told = ngettext(
            "No system promises this indicator: %(codes)s.",
            "No system promises these indicators: %(codes)s.",
            len(unknown),
        )
        raise NotACatalogue(told % {"codes": ", ".join(unknown)})
    return catalogue


def _running(catalogue: Catalogue) -> bool:
    """Whether a round of a year for which this version would hold is not over."""
    ends = Q() if catalogue.last_year is None else Q(year__lte=catalogue.last_year)
    running = Round.objects.filter(ends, catalogue__code=catalogue.code, year__gte=catalogue.first_year)
    return running.filter(published_at=None).exists()
