"""Telling who asked how it stands. Who did not want to be named looks with the code on paper. Nothing is waited for."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from tinhso.core.notices.actions import tell
from tinhso.core.notices.domain.values import Value
from tinhso.events.reactions import Delivered
from tinhso.government.petitions.domain.words import LetterKind
from tinhso.government.petitions.events import (
    MoreAsked,
    PetitionAnswered,
    PetitionForwarded,
    PetitionJoined,
    PetitionLapsed,
    PetitionRefused,
    PetitionReopened,
    PetitionSent,
    PetitionSettled,
)
from tinhso.government.petitions.models import Backer, Letter, Petition, Publication

SYSTEM = "petitions"
FRESH = timedelta(days=14)
"""What happened longer ago is read among one's messages; no telephone rings for it any more."""
LONGEST_SAID = 600
"""Letters of an answer that stand in a message; the rest is read on its page."""
Values = Mapping[str, Value]


def tell_of_petition(delivered: Delivered) -> None:
    """Something happened to a petition that who asked should know."""
    rows = Petition.objects.select_related("case__agency", "case__applicant", "joined_to__case")
    petition = rows.filter(case__uuid=delivered.about).first()
    if petition is not None and petition.case.applicant_id is not None:
        _TOLD[delivered.name](petition, delivered)


def _tell(petition: Petition, kind: str, values: Values, delivered: Delivered) -> None:
    applicant = petition.case.applicant_id
    tell(
        f"{SYSTEM}.{kind}",
        [applicant] if applicant else [],
        values=values,
        cause=f"{delivered.seq}-{kind}",
        link=_link(petition),
        until=delivered.at + FRESH,
        at=delivered.at,
    )


def tell_backers(delivered: Delivered) -> None:
    """Whoever signed in and said "me too" is told that there is an answer, and where all read it."""
    rows = Publication.objects.shown().select_related("topic", "place", "agency")
    shown = rows.filter(petition__case__uuid=delivered.about).first()
    if shown is None:
        return
    people = list(Backer.objects.filter(publication=shown, person__isnull=False).values_list("person", flat=True))
    tell(
        f"{SYSTEM}.backed",
        [person for person in people if person],
        values={"matter": f"{shown.topic.said('vi')}, {shown.place.full_name}", "office": shown.agency.name},
        cause=f"{delivered.seq}-backed",
        link=reverse("reported_one", args=[shown.uuid]),
        until=delivered.at + FRESH,
        at=delivered.at,
    )


def _link(petition: Petition) -> str:
    """The page of who asked, where there is one."""
    try:
        return reverse("petition", args=[petition.uuid])
    except NoReverseMatch:
        return ""


def _about(petition: Petition) -> dict[str, Value]:
    return {"code": petition.ref, "office": petition.case.agency.name}


def _day(delivered: Delivered, name: str = "due") -> datetime:
    return datetime.fromisoformat(str(delivered.data[name]))


def _received(petition: Petition, delivered: Delivered) -> None:
    values = _about(petition) | {"day": _day(delivered), "matter": petition.case.title}
    _tell(petition, "received", values, delivered)


def _forwarded(petition: Petition, delivered: Delivered) -> None:
    _tell(petition, "forwarded", _about(petition), delivered)


def _more(petition: Petition, delivered: Delivered) -> None:
    letter = _letter(petition, LetterKind.MORE, round=int(delivered.data["round"]))
    if letter and letter.until:
        _tell(petition, "more", _about(petition) | {"day": letter.until, "question": letter.words}, delivered)


def _answered(petition: Petition, delivered: Delivered) -> None:
    letter = _letter(petition, LetterKind.ANSWER, sent_at__isnull=False)
    if letter is None:
        return
    _tell(petition, "answer", _about(petition) | {"answer": _shortened(letter.words)}, delivered)
    _tell(petition, "rating", _about(petition) | {"days": settings.PETITION_REOPEN_DAYS}, delivered)


def _refused(petition: Petition, delivered: Delivered) -> None:
    letter = _letter(petition, LetterKind.REFUSAL)
    if letter:
        _tell(petition, "refused", _about(petition) | {"reason": _shortened(letter.words)}, delivered)


def _reopened(petition: Petition, delivered: Delivered) -> None:
    _tell(petition, "reopened", _about(petition) | {"day": _day(delivered)}, delivered)


def _joined(petition: Petition, delivered: Delivered) -> None:
    _tell(petition, "joined", {"code": petition.ref, "first": str(delivered.data["to"])}, delivered)


def _lapsed(petition: Petition, delivered: Delivered) -> None:
    _tell(petition, "lapsed", {"code": petition.ref}, delivered)


def _letter(petition: Petition, kind: LetterKind, **also: object) -> Letter | None:
    return Letter.objects.of_kind(kind).filter(petition=petition, **also).first()


def _shortened(words: str) -> str:
    return words if len(words) <= LONGEST_SAID else words[: LONGEST_SAID - 1].rstrip() + "…"


_TOLD: Mapping[str, Callable[[Petition, Delivered], None]] = {
    PetitionSent.name: _received,
    PetitionForwarded.name: _forwarded,
    MoreAsked.name: _more,
    PetitionAnswered.name: _answered,
    PetitionSettled.name: _answered,
    PetitionRefused.name: _refused,
    PetitionReopened.name: _reopened,
    PetitionJoined.name: _joined,
    PetitionLapsed.name: _lapsed,
}
OF_PETITION = tuple(_TOLD)
