"""Who asked answers a question of the office, with photos and by voice as well as in words."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.government.petitions.actions.files import Brought, keep_brought
from tinhso.government.petitions.actions.handling import give_more
from tinhso.government.petitions.domain.words import Side
from tinhso.government.petitions.models import Petition
from tinhso.kit.actors import Actor

SEE_FILES = _("See the photo or hear the recording.")


@transaction.atomic
def answer_question(
    petition: Petition, *, words: str, brought: Sequence[Brought], by: Actor, at: datetime, holder: bool = False
) -> Petition:
    """Say more and put files to it, in one step; who says nothing in words has shown or spoken it.

    `holder`: they have shown the secret of the slip. Raises what `give_more` raises, FileRefused.
    """
    told = words.strip() or (str(SEE_FILES) if brought else "")
    petition = give_more(petition, words=told, by=by, at=at, holder=holder)
    keep_brought(petition, brought, side=Side.ASKER, by=by, at=at)
    return petition
