"""What came of a directive: its verdict by what was read."""

from django.utils import timezone

from tinhso.operations.directives.domain.measuring import Reading, judge
from tinhso.operations.directives.domain.words import Better, Moment, Verdict
from tinhso.operations.directives.models.directives import Directive
from tinhso.operations.directives.models.readings import Read, read, shape_of


def at_issue(directive: Directive) -> Reading:
    """The number as it was kept when the directive was issued; what was not known then may be known by now."""
    kept = directive.readings.filter(moment=Moment.ISSUED).exclude(top=None).first()
    if kept:
        return kept.as_read(shape_of(directive.indicator)).own
    return read(directive, timezone.localdate(directive.issued_at)).own


def verdict_of(directive: Directive, found: Read, before: Reading) -> Verdict:
    """Whether it helped, by a reading and the number as it was when it was issued."""
    if found.day <= timezone.localdate(directive.issued_at):
        return Verdict.SOON
    own, sisters = found.change(before, Better(directive.better))
    return judge(own, sisters, float(directive.target) if directive.target is not None else None)
