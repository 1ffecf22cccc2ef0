"""The numbers that petitions promise, counted from the log by commune and day; open work is asked each day.

By topic, language and office they are asked of the tables when wanted: `models.numbers`.
"""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.models import Case
from tinhso.core.cases.models.questions import late_at
from tinhso.government.petitions.domain.words import Way
from tinhso.kit.passport import Text
from tinhso.warehouse.definitions import Counted, Spread, Standing, Stock, indicator
from tinhso.warehouse.standing import standing

SENT, ANSWERED, SETTLED = "petitions.PetitionSent", "petitions.PetitionAnswered", "petitions.PetitionSettled"
REFUSED, REOPENED, RATED = "petitions.PetitionRefused", "petitions.PetitionReopened", "petitions.PetitionRated"
PUBLISHED, TAKEN_IN, MORE = "petitions.PetitionPublished", "petitions.PetitionTakenIn", "petitions.MoreAsked"
PETITIONS, ANSWERS = _("petitions"), (ANSWERED, SETTLED)


def _promise(code: str, title: Text, counts: tuple[str, ...], of: tuple[str, ...] = (), **where: object) -> Counted:
    return indicator(Counted(code=f"petitions.{code}", title=title, unit=PETITIONS, counts=counts, where=where, of=of))


RECEIVED = _promise("received", _("Petitions received"), (SENT,))
ON_PAGES = _promise("sent_on_line", _("Sent on our own pages"), (SENT,), (SENT,), channel=Way.PAGE.value)
ASSISTED = _promise("assisted", _("Sent with somebody's help"), (SENT,), (SENT,), assisted=True)
ANONYMOUS = _promise("anonymous", _("Sent without a name"), (SENT,), (SENT,), anonymous=True)
URGENT = _promise("urgent", _("Petitions about danger"), (SENT,), (SENT,), urgent=True)
LOOKED_AT = _promise("looked_at_in_term", _("Taken in within the term"), (TAKEN_IN,), (TAKEN_IN,), in_term=True)
ASKED = _promise("asked_in_term", _("Asked for more within the term"), (MORE,), (MORE,), in_term=True)
DONE = _promise("answered", _("Petitions answered"), ANSWERS)
ON_TIME = _promise("on_time", _("Answered in time"), ANSWERS, ANSWERS, on_time=True)
NOT_TAKEN_UP = _promise("refused", _("Petitions not taken up"), (REFUSED,))
SHOWN = _promise("published", _("Petitions shown to all"), (PUBLISHED,))
SHOWN_IN_TERM = _promise("published_in_term", _("Shown within the term"), (PUBLISHED,), (PUBLISHED,), in_term=True)
OPENED_AGAIN = _promise("reopened", _("Petitions opened again"), (REOPENED,), (ANSWERED,))
CONTENT = _promise("content", _("Answers rated with the best face"), (RATED,), (RATED,), faces=5)
ANSWERED_IN = indicator(
    Spread(code="petitions.answered_in", title=_("Days to an answer"), unit=_("days"), counts=ANSWERS, value="days")
)


def _open(at: datetime) -> Iterator[Standing]:
    """Petitions without an answer, by commune and office."""
    return standing(Case.objects.unfinished("petitions", at).values_list("place", "agency", "opened_at"), at)


def _overdue(at: datetime) -> Iterator[Standing]:
    """Those of them that should be answered by now; their age counts from the day they were due."""
    late = Case.objects.unfinished("petitions", at).filter(late_at(at))
    return standing(late.values_list("place", "agency", "due_at"), at)


OPEN = indicator(Stock(code="petitions.open", title=_("Petitions in work"), unit=PETITIONS, asks=_open))
OVERDUE = indicator(Stock(code="petitions.overdue", title=_("Petitions past their day"), unit=PETITIONS, asks=_overdue))
