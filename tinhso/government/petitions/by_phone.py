"""What may be asked and said of a petition by text message or telephone, by who holds its slip."""

import re
from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from tinhso.core.cases.models import Case
from tinhso.core.telephone.actions.lines import Line, Standing
from tinhso.government.petitions.actions.answering import rate_petition
from tinhso.government.petitions.domain.words import Way
from tinhso.government.petitions.models import Petition
from tinhso.government.petitions.views.telling import may_rate, standing
from tinhso.kit.actors import Actor

_CODE = re.compile(r"(?:PA)?(\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]))(\d{4}|[1-9]\d{4,5})")


def spell(typed: str) -> Iterator[str]:
    """`PA2611220042`, or its digits alone, is `PA-261122-0042`."""
    if found := _CODE.fullmatch(typed):
        yield f"PA-{found[1]}-{found[2]}"


def tell(case: Case, at: datetime) -> Standing:
    """The same as its page tells, without a letter of either side."""
    petition = _of(case)
    told = standing(petition, at=at)
    office = _("%(office)s has it.") % {"office": case.agency.name}
    said = f"{told.label}: {told.fact.rstrip('.')}."
    return Standing((said, told.sorry, told.joined, told.sentence, office), may_rate(petition))


def rate(case: Case, faces: int, by: Actor, at: datetime) -> bool:
    """A bad rating opens it again, once."""
    petition = _of(case)
    rating = rate_petition(petition, faces=faces, channel=Way.SMS, by=by, at=at, holder=True)
    return Petition.objects.filter(pk=petition.pk, reopened_at=rating.rated_at).exists()


def _of(case: Case) -> Petition:
    return Petition.objects.for_page().get(case=case)


LINE = Line(spell=spell, tell=tell, rate=rate)
