"""What petitions know of one person: what they said, the letters of both sides, what they thought of the answers."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tinhso.government.petitions.models import Letter, Petition, PetitionFile, Rating
from tinhso.kit.portions import Sheet
from tinhso.kit.saying import local


def tell(person: UUID) -> Sequence[Sheet]:
    """Petitions with photos and recordings, the newest first, then letters and ratings in their order."""
    found = list(Petition.objects.of_person(person).for_page())
    return [_petitions(found), _letters(found), _ratings(found)]


def _petitions(found: Sequence[Petition]) -> Sheet:
    spoken = get_language() or "vi"
    rows = [
        [
            one.ref, one.topic.title, one.place.full_name, local(one.sent_at).isoformat(),
            one.case.rule.title.said(spoken), one.case.agency.name, one.words,
        ]
        for one in found
    ]  # fmt: skip
    heads = {
        "code": _("Code"), "topic": _("What is it about?"), "place": _("Where"), "sent": _("Sent"),
        "state": _("State"), "agency": _("Office"), "words": _("What you sent"),
    }  # fmt: skip
    files = PetitionFile.objects.filter(petition__in=found).order_by("pk").values_list("file", flat=True)
    return Sheet("petitions", _("My reports"), heads, rows, list(files))


def _letters(found: Sequence[Petition]) -> Sheet:
    sent = Letter.objects.filter(petition__in=found, sent_at__isnull=False).select_related("petition__case")
    rows = [
        [one.petition.ref, local(one.sent_at).isoformat() if one.sent_at else "", one.kind, one.words]
        for one in sent.order_by("sent_at", "pk")
    ]
    heads = {"code": _("Code"), "at": _("When"), "kind": _("Kind"), "text": _("Text")}
    return Sheet("petition_letters", _("What was written"), heads, rows)


def _ratings(found: Sequence[Petition]) -> Sheet:
    given = Rating.objects.filter(petition__in=found).select_related("petition__case").order_by("rated_at")
    rows = [[one.petition.ref, local(one.rated_at).isoformat(), str(one.faces), one.words] for one in given]
    heads = {"code": _("Code"), "at": _("When"), "faces": _("How was the answer?"), "text": _("Text")}
    return Sheet("petition_ratings", _("How was the answer?"), heads, rows)
