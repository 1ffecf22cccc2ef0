"""What reasons, marks and figures are called on pages."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import Text
from tinhso.operations.index.domain.catalogue import Mark
from tinhso.operations.index.domain.formulas import Why

WHY: Mapping[Why, Text] = {
    Why.MISSING: _("The figure is not known yet."),
    Why.NOTHING_TO_COUNT: _("There is nothing to divide by: the second figure is 0."),
    Why.OVER_FULL: _("A share is never over 100 %. Look at the two figures again."),
    Why.NEGATIVE: _("A figure is never below 0."),
    Why.NOT_READ: _("Not read from a source: no maximum or formula."),
}
MARKS: Mapping[Mark, Text] = {
    Mark.SOURCE: _("read from a source"),
    Mark.DERIVED: _("derived from published tables"),
    Mark.ASSUMED: _("our assumption"),
    Mark.MEMORY: _("from memory, not checked"),
    Mark.NONE: _("not read from a source"),
}
FIGURES: Mapping[str, Text] = {
    "got": _("How many reach it"),
    "all": _("Of how many in all"),
    "value": _("The value itself"),
    "yes": _("Is it so?"),
}
