"""What may be asked and said of a dossier by text message or telephone, by who holds its receipt."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from tinhso.core.cases.models import Case
from tinhso.core.organisations.models import Organisation
from tinhso.core.telephone.actions.lines import Line, Standing
from tinhso.government.procedures.actions.answering import as_holder
from tinhso.government.procedures.actions.following import rate_dossier
from tinhso.government.procedures.domain.codes import squeezed_codes
from tinhso.government.procedures.models.tracked import dossier_of
from tinhso.government.procedures.views.telling import standing
from tinhso.kit.actors import Actor


def spell(typed: str) -> Iterator[str]:
    """`H52122611210042` is `H52.12-261121-0042`, and so are its digits: offices of the province have such a code."""
    offices = Organisation.objects.exclude(electronic_id=None).values_list("electronic_id", flat=True)
    return squeezed_codes(typed, offices=[office for office in offices if office], pattern=settings.DOSSIER_CODE)


def tell(case: Case, at: datetime) -> Standing:
    """The same as tracking tells."""
    dossier = dossier_of(case)
    told = standing(dossier, at=at)
    office = _("%(office)s has it.") % {"office": case.agency.name}
    may_rate = case.finished_at is not None and not hasattr(dossier, "rating")
    return Standing((f"{told.label}: {told.fact}.", told.sorry, told.todo, told.sentence, office), may_rate)


def rate(case: Case, faces: int, by: Actor, at: datetime) -> bool:
    """A dossier that is done stays done."""
    dossier = dossier_of(case)
    rate_dossier(dossier, faces=faces, by=as_holder(dossier, by), at=at)
    return False


LINE = Line(spell=spell, tell=tell, rate=rate)
