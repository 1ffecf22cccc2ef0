"""The numbers that community teams promise, counted from the log by village and day."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import Text
from tinhso.society.teams.domain.words import ActivityKind, Help
from tinhso.warehouse.definitions import Counted, Spread, indicator

DONE, GIVEN = "teams.ActivityDone", "teams.HelpGiven"
PEOPLE, TIMES = _("people"), _("times")
HELPED: Mapping[Help, Text] = {
    Help.PAPERS: _("People helped with papers on line"),
    Help.IDENTITY: _("People helped with their electronic identity"),
    Help.PAYMENT: _("People helped to pay without cash"),
    Help.SELLING: _("People helped to sell on line"),
    Help.HEALTH: _("People helped with health book and insurance"),
    Help.PHONE: _("People helped with telephone and signal"),
    Help.SAFETY: _("People helped against fraud on the net"),
    Help.LEARNING: _("People helped to learn on line"),
    Help.OTHER: _("People helped by something else"),
}


def _promise(
    code: str, title: Text, unit: Text, counts: str, where: Mapping[str, object] | None = None, adds: str = ""
) -> Counted:
    told = Counted(code=f"teams.{code}", title=title, unit=unit, counts=(counts,), where=where or {}, adds=adds)
    return indicator(told)


VISITS = _promise("visits", _("Visits to households"), TIMES, DONE, {"kind": ActivityKind.VISIT.value})
OTHERS = [
    _promise(kind.value, title, TIMES, DONE, {"kind": kind.value})
    for kind, title in (
        (ActivityKind.MARKET, _("Help desks on market days")),
        (ActivityKind.TRAINING, _("Trainings for villages")),
        (ActivityKind.CAMPAIGN, _("Campaigns in villages")),
    )
]
ALL_HELPED = _promise("people_helped", _("People helped by community teams"), PEOPLE, DONE, adds="people")
BY_WHAT = [
    _promise(f"helped_{help_}", title, PEOPLE, GIVEN, {"help": help_.value}, adds="people")
    for help_, title in HELPED.items()
]
TAUGHT = _promise("people_taught", _("People taught by community teams"), PEOPLE, DONE, adds="taught")
DOSSIERS = _promise(
    "dossiers_helped", _("Dossiers filed with a helper"), _("dossiers"), "procedures.DossierFiled", {"door": "helper"}
)
TAKEN_ON_IN = indicator(
    Spread(
        code="teams.taken_on_in", title=_("Minutes until a helper says yes"), unit=_("minutes"),
        counts=("teams.HelpAccepted",), value="minutes",
    )
)  # fmt: skip
