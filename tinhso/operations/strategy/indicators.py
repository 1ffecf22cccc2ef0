"""The numbers that strategies promise, counted from the log by day."""

from django.utils.translation import gettext_lazy as _

from tinhso.warehouse.definitions import Counted, indicator

JUDGED, TARGETS = "strategy.TargetJudged", _("targets")

ON_TRACK = indicator(
    Counted(
        code="strategy.on_track",
        title=_("Targets on track or reached"),
        unit=TARGETS,
        counts=(JUDGED,),
        where={"on_track": True},
        of=(JUDGED,),
    )
)
VERIFIED = indicator(
    Counted(
        code="strategy.verified",
        title=_("Figures verified by another person"),
        unit=_("figures"),
        counts=("strategy.FigureVerified",),
    )
)
