"""Whether a term may be made longer, and by how much; a decision needs a reason."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.models import Case
from tinhso.kit.refusals import Refusal

DAYS = "days"
"""The key of the question by how much, in the form of an action that extends."""


class ReasonNeeded(Refusal):
    sentence = _("Write in a few words why.")
    field = "reason"


class MayNotBeExtended(Refusal):
    sentence = _("The law gives no longer term for this, or it was made longer as often as it may be.")


class TooLong(Refusal):
    sentence = _("This is longer than the law allows.")
    field = DAYS


def extension_allowed(case: Case, days: Decimal | float | str | None) -> Decimal:
    """So many of the unit that the definition extends by; None: as many as the law allows.

    Raises MayNotBeExtended, TooLong.
    """
    rule = case.blueprint.extension
    if rule is None or case.extensions >= rule.times or case.finished_at is not None:
        raise MayNotBeExtended
    wanted = rule.at_most.value if days is None else Decimal(str(days))
    if not 0 < wanted <= rule.at_most.value or wanted * 2 != int(wanted * 2):
        raise TooLong
    return wanted
