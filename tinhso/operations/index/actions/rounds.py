"""Opening a round, and publishing what it found."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.cases.actions import next_number, open_case
from tinhso.core.cases.actions.acting import carry_out
from tinhso.core.cases.models import Case, Definition
from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.operations.index.apps import KEEP
from tinhso.operations.index.events import RoundOpened, RoundPublished
from tinhso.operations.index.models import Assessment, CatalogueVersion, Round, Status

WORKFLOW = "index.assessment"


class NotPublished(Refusal):
    sentence = _("Only a published catalogue can be assessed by.")


class NotThatYear(Refusal):
    sentence = _("This version of the catalogue does not hold for that year.")
    field = "year"


class RoundThere(Refusal):
    sentence = _("There is a round of this index for that year.")
    field = "year"


class PlaceNotThere(Refusal):
    """A place that did not stand in the days that are counted; `told` names it."""

    sentence = _("A place did not exist in that year.")


class NotAllVerified(Refusal):
    sentence = _("Some places are not verified yet. Verify them first.")


@transaction.atomic
def open_round(
    version: CatalogueVersion,
    *,
    year: int,
    days: tuple[date, date],
    places: Iterable[Place],
    verifier: Organisation,
    by: Actor,
    at: datetime,
) -> Round:
    """Begin an assessment: one case for each place, whose clock runs from now.

    Raises NotYours, NotPublished, NotThatYear, RoundThere, PlaceNotThere.
    """
    require(by, KEEP, at=at)
    version = CatalogueVersion.objects.select_for_update().get(pk=version.pk)
    if version.status != Status.PUBLISHED:
        raise NotPublished
    if not version.first_year <= year <= (version.last_year or year):
        raise NotThatYear
    if Round.objects.filter(catalogue__code=version.code, year=year).exists():
        raise RoundThere
    chosen = list(places)
    for place in chosen:
        _refuse_unless_there(place, days)

    opened = Round.objects.create(
        catalogue=version, year=year, first=days[0], last=days[1], verifier=verifier, opened_at=at
    )
    for place in chosen:
        _assess(opened, place, by=by, at=at)

    record(
        RoundOpened(code=Code(version.code), edition=Code(version.version), year=year, places=len(chosen)),
        about=opened, by=by, at=at,
    )  # fmt: skip
    return opened


@transaction.atomic
def publish_round(opened: Round, *, by: Actor, at: datetime) -> Round:
    """Everyone sees the verified points from now on, and nothing of it changes. Raises NotYours, NotAllVerified."""
    require(by, KEEP, at=at)
    opened = Round.objects.select_for_update().select_related("catalogue").get(pk=opened.pk)
    assessments = list(opened.assessments.select_for_update(of=("self",)).select_related("case").order_by("pk"))
    if opened.published_at:
        return opened
    if any(one.state != Assessment.State.VERIFIED for one in assessments):
        raise NotAllVerified

    opened.published_at = at
    opened.save(update_fields=["published_at"])
    for one in assessments:
        one.state = Assessment.State.PUBLISHED
        one.save(update_fields=["state"])
        if one.case:
            carry_out(one.case, "publish", by=by, at=at)

    published = RoundPublished(code=Code(opened.catalogue.code), year=opened.year, places=len(assessments))
    record(published, about=opened, by=by, at=at)
    return opened


def _refuse_unless_there(place: Place, days: tuple[date, date]) -> None:
    """It must have stood on the last day that is counted."""
    last = days[1]
    if (place.valid_from and place.valid_from > last) or (place.valid_to and place.valid_to <= last):
        raise PlaceNotThere(_("%(place)s did not exist in that year.") % {"place": place.full_name})


def _assess(opened: Round, place: Place, *, by: Actor, at: datetime) -> Assessment:
    office = Organisation.objects.current().agencies().filter(parent=None, place=place).order_by("pk").first()
    case = _open_case(opened, place, office, by=by, at=at) if office else None
    return Assessment.objects.create(round=opened, place=place, case=case)


def _open_case(opened: Round, place: Place, office: Organisation, *, by: Actor, at: datetime) -> Case:
    return open_case(
        Definition.objects.published().get(code=WORKFLOW),
        ref=f"CS-{opened.year}-{next_number('index', opened.year):04}",
        title=f"{opened.catalogue.index.title.vi} · {opened.year} · {place.full_name}",
        applicant=None, place=place, agency=office, values={"year": opened.year}, by=by, at=at, received_at=at,
    )  # fmt: skip
