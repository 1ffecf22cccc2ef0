"""The numbers that one-stop shops promise, counted from the log by commune and day; open work is asked each day.

What needs the tables (by office, by field) is asked when wanted: `models.numbers`.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.models import Case
from tinhso.core.cases.models.questions import late_at
from tinhso.government.procedures.domain.steps import Door
from tinhso.kit.passport import Text
from tinhso.warehouse.definitions import Counted, Spread, Standing, Stock, indicator
from tinhso.warehouse.standing import standing

FILED, DECIDED, REFUSED = "procedures.DossierFiled", "procedures.DossierDecided", "procedures.DossierRefused"
RELEASED, RATED, ASKED = "procedures.ResultReleased", "procedures.DossierRated", "procedures.SupplementAsked"
DOSSIERS = _("dossiers")


def _promise(code: str, title: Text, counts: str, of: str = "", **where: object) -> Counted:
    counted = Counted(
        code=f"procedures.{code}",
        title=title,
        unit=DOSSIERS,
        counts=(counts,),
        where=where,
        of=(of,) if of else (),
    )
    return indicator(counted)


RECEIVED = _promise("received", _("Dossiers taken in"), FILED)
OWN_PAGES = _promise("filed_on_line", _("Filed on our own pages"), FILED, FILED, door=Door.OWN.value)
NATIONAL = _promise("filed_national", _("Filed on the national portal"), FILED, FILED, door=Door.NATIONAL.value)
COUNTER = _promise("filed_counter", _("Filed at the counter"), FILED, FILED, door=Door.COUNTER.value)
HELPED = _promise("filed_helped", _("Filed with a helper"), FILED, FILED, door=Door.HELPER.value)
FINISHED = _promise("finished", _("Dossiers with a result"), DECIDED)
ON_TIME = _promise("on_time", _("With a result in time"), DECIDED, DECIDED, on_time=True)
LATE = _promise("late", _("With a result too late"), DECIDED, DECIDED, on_time=False)
DIGITISED = _promise("digitised", _("With a digital result"), DECIDED, DECIDED, digital=True)
REFUSALS = _promise("refused", _("Dossiers refused"), REFUSED)
RELEASES = _promise("released", _("Results handed over"), RELEASED)
ASKED_AGAIN = _promise("asked_twice", _("Asked for more a second time"), ASKED, round=2)
CONTENT = _promise("content", _("Rated with the best face"), RATED, RATED, faces=5)
WORST = _promise("rated_one", _("Rated with the worst face"), RATED, RATED, faces=1)
BAD = _promise("rated_two", _("Rated with the second worst face"), RATED, RATED, faces=2)
_PAPERS: Mapping[str, tuple[Text, str]] = {
    "papers_filed": (_("Papers filed with dossiers"), "papers"),
    "papers_reused": (_("Papers taken from the citizen's own store"), "reused"),
    "papers_looked_up": (_("Papers looked up in a register"), "looked_up"),
}
PAPERS = [
    indicator(Counted(code=f"procedures.{code}", title=title, unit=_("papers"), counts=(FILED,), adds=adds))
    for code, (title, adds) in _PAPERS.items()
]
PAYMENTS, CONFIRMED = _("payments"), "payments.PaymentConfirmed"
_OURS = {"system": "procedures"}
FEES_PAID = indicator(
    Counted(code="procedures.fees_paid", title=_("Fees paid"), unit=PAYMENTS, counts=(CONFIRMED,), where=_OURS)
)
FEES_IN_CASH = indicator(
    Counted(
        code="procedures.fees_in_cash",
        title=_("Fees paid in cash"),
        unit=PAYMENTS,
        counts=(CONFIRMED,),
        where=_OURS | {"rail": "cash"},
    )
)
HANDLED_IN = indicator(
    Spread(code="procedures.handled_in", title=_("Days to a result"), unit=_("days"), counts=(DECIDED,), value="days")
)


def _open(at: datetime) -> Iterator[Standing]:
    """Dossiers without a result, by commune and office."""
    return standing(Case.objects.unfinished("procedures", at).values_list("place", "agency", "opened_at"), at)


def _overdue(at: datetime) -> Iterator[Standing]:
    """Those of them that should be done by now; their age counts from the day they were due."""
    late = Case.objects.unfinished("procedures", at).filter(late_at(at))
    return standing(late.values_list("place", "agency", "due_at"), at)


OPEN = indicator(Stock(code="procedures.open", title=_("Dossiers in work"), unit=DOSSIERS, asks=_open))
OVERDUE = indicator(Stock(code="procedures.overdue", title=_("Dossiers past their day"), unit=DOSSIERS, asks=_overdue))
