"""The numbers that directives promise."""

from django.utils.translation import gettext_lazy as _

from tinhso.operations.directives.domain.words import Moment
from tinhso.warehouse.definitions import Counted, indicator

DIRECTIVES, MEASURED = _("directives"), "directives.DirectiveMeasured"
ISSUED = indicator(
    Counted(
        code="directives.issued",
        title=_("Directives issued"),
        unit=DIRECTIVES,
        counts=("directives.DirectiveIssued",),
    )
)
ON_TIME = indicator(
    Counted(
        code="directives.on_time",
        title=_("Directives done in time"),
        unit=DIRECTIVES,
        counts=("directives.DirectiveAccepted",),
        where={"on_time": True},
        of=("directives.DirectiveAccepted",),
    )
)
HELPED = indicator(
    Counted(
        code="directives.helped",
        title=_("Directives that helped, 30 days after their deadline"),
        unit=DIRECTIVES,
        counts=(MEASURED,),
        where={"moment": Moment.AFTER_30.value, "helped": True},
        of=(MEASURED,),
        of_where={"moment": Moment.AFTER_30.value},
    )
)
