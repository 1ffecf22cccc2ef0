"""Filing for someone who agreed to it beside the helper: consent, papers and dossier are one change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from tinhso.core.accounts.actions import Agreed, do_by_consent
from tinhso.core.accounts.actions.whom import Whom, person_helped
from tinhso.core.accounts.domain.consents import Done
from tinhso.core.files.actions import keep_file
from tinhso.core.files.domain.kinds import PAPERS
from tinhso.core.people.models import Person
from tinhso.government.procedures.actions.checking import Handed
from tinhso.government.procedures.actions.drafts import refuse_elsewhere
from tinhso.government.procedures.actions.filing import file_dossier, office_of
from tinhso.government.procedures.domain.assisting import CONSENT
from tinhso.government.procedures.domain.steps import Brought, Door, Release
from tinhso.government.procedures.models import Dossier, ProcedureVersion
from tinhso.government.procedures.models.laws import law_of
from tinhso.kit.actors import Actor
from tinhso.kit.addresses import url

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brings:
    """What a helper brings for one procedure.

    answers   to its questions, those that the register gave too
    typed     keys of the questions that the helper answered; the others they never saw
    photos    key of a line of the list of papers → its photo
    """

    answers: Mapping[str, Any]
    typed: tuple[str, ...]
    photos: "Mapping[str, UploadedFile]"
    hand_back: Release


@transaction.atomic
def file_for(
    version: ProcedureVersion, brings: Brings, *, whom: Whom, agreed: Agreed, by: Actor, at: datetime
) -> Dossier:
    """File what was filled in beside the person, at the commune where they live.

    Raises OnlyAtCounter or FiledElsewhere, what `person_helped`, `do_by_consent` and `file_dossier` raise, FileRefused.
    """
    refuse_elsewhere(law_of(version).level)
    person = person_helped(whom, by=by, at=at)

    def do(actor: Actor) -> tuple[Dossier, Done]:
        dossier = _file(version, person, brings, by=actor, at=at)
        done = Done(
            ref=dossier.ref, title=dossier.case.title, url=url("typed_dossier", dossier.uuid), typed=brings.typed
        )
        return dossier, done

    return do_by_consent(person, task=CONSENT, agreed=agreed, do=do, by=by, at=at)


def _file(version: ProcedureVersion, person: Person, brings: Brings, *, by: Actor, at: datetime) -> Dossier:
    place, agency = office_of(person.home)
    return file_dossier(
        version,
        applicant=person,
        answers=brings.answers,
        papers=[_photo(key, upload, person, by=by, at=at) for key, upload in brings.photos.items()],
        door=Door.HELPER,
        place=place,
        agency=agency,
        hand_back=brings.hand_back,
        by=by,
        at=at,
    )


def _photo(key: str, upload: "UploadedFile", person: Person, *, by: Actor, at: datetime) -> Handed:
    file = keep_file(upload, rules=PAPERS, person=person.uuid, by=by, at=at, field=f"file_{key}")
    return Handed(listed=key, brought=Brought.SCAN, file=file.uuid, name=file.name[:200])
