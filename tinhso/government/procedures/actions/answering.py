"""Answering a request for more: the scans are kept and the clock runs on, in one step."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tinhso.government.procedures.actions.checking import Handed
from tinhso.government.procedures.actions.handing import keep_scan
from tinhso.government.procedures.actions.handling import Step, step_on
from tinhso.government.procedures.actions.reading import refuse_unreadable
from tinhso.government.procedures.domain.steps import Action, Brought
from tinhso.government.procedures.models import Dossier
from tinhso.government.procedures.models.hot import locked_dossier
from tinhso.kit.actors import Actor

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]


@transaction.atomic
def answer_request(
    dossier: Dossier,
    *,
    uploads: "Mapping[str, UploadedFile]",
    seen_originals: tuple[str, ...] = (),
    as_they_are: bool = False,
    by: Actor,
    at: datetime,
) -> Dossier:
    """Hand in the papers of a request: photos and scans by the key of their line, and originals an officer holds.

    `as_they_are`: whoever hands in has looked at scans that are hard to read. Raises NotNow, NotYourTurn, FileRefused,
    HardToRead.
    """
    dossier = locked_dossier(dossier.uuid)
    files = {key: keep_scan(upload, dossier, by=by, at=at) for key, upload in uploads.items()}
    if not as_they_are:
        refuse_unreadable({key: file.uuid for key, file in files.items()})
    scans = [
        Handed(listed=key, brought=Brought.SCAN, file=file.uuid, name=file.name, seen=key in seen_originals)
        for key, file in files.items()
    ]
    held = [Handed(listed=key, brought=Brought.ORIGINAL, seen=True) for key in seen_originals if key not in files]
    step = Step(action=Action.GIVE_SUPPLEMENT, answers={}, handed=(*scans, *held))
    return step_on(dossier, step, by=by, at=at)


def as_holder(dossier: Dossier, by: Actor) -> Actor:
    """Who holds the receipt stands for the applicant: its secret was given to nobody else."""
    applicant = dossier.case.applicant_id
    return by if by.account is not None and by.person == applicant else Actor(person=applicant, channel=by.channel)
