"""A signed paper that goes with an answer: the head signs it, the office seals it, anyone can check it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.accounts.models import Post
from tinhso.core.files.actions.keys import OpenKey, key_of_person, open_key, open_seal
from tinhso.core.files.actions.signing import MARGIN_OFFICER, Paper, sign_paper
from tinhso.core.files.models import File, store
from tinhso.government.petitions.actions.answering import answer_petition
from tinhso.government.petitions.domain.words import LetterKind
from tinhso.government.petitions.models import Petition
from tinhso.government.petitions.models.hot import last_letter
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours, Refusal

SIGN = "lead_cases"


class NoKey(Refusal):
    """A PIN is of no use to who has no key."""

    sentence = _("You have no key for signing. Send the answer without a signature.")
    field = "pin"


class NothingToSign(Refusal):
    sentence = _("Only a PDF that goes with the answer can be signed. Put one in first.")
    field = "paper"


def answer_with_key(
    petition: Petition, pin: str, *, words: str, paper: File | None = None, by: Actor, at: datetime,
    seen: int | None = None,
) -> Petition:  # fmt: skip
    """Open one's key, sign the paper of the answer, and send it. A wrong PIN is counted though nothing else happens.

    Raises NoKey, NothingToSign, NotYours, what `open_key`, `sign_paper` and `answer_petition` raise.
    """
    key = key_of_person(by.person, at=at)
    if key is None:
        raise NoKey
    return answer_signed(petition, open_key(key, pin, by=by, at=at), words=words, paper=paper, by=by, at=at, seen=seen)


@transaction.atomic
def answer_signed(
    petition: Petition, opened: OpenKey, *, words: str, paper: File | None = None, by: Actor, at: datetime,
    seen: int | None = None,
) -> Petition:  # fmt: skip
    """Sign the paper of an answer and send both in the same breath. `opened` is the key of who answers."""
    case = petition.case
    require(by, SIGN, at=at, place=case.place_id, agency=case.agency_id)
    post = _post_of(by, at)
    if post is None or opened.row.holder != by.person:
        raise NotYours
    signed = sign_paper(
        Paper(
            content=_content(petition, paper),
            name=f"tra-loi-{case.ref}.pdf",
            title=case.title,
            about=petition,
            post=post.title,
            person=case.applicant_id,
            place=case.place_id,
            officer=MARGIN_OFFICER,
        ),
        officer=opened,
        seal=open_seal(post.organisation.uuid, at=at),
        by=by,
        at=at,
    )
    return answer_petition(petition, words=words, file=signed.file.uuid, by=by, at=at, seen=seen)


def paper_of_answer(petition: Petition) -> File | None:
    """The paper that lies with the answer that waits for the head."""
    letter = last_letter(petition.pk, LetterKind.ANSWER)
    waits = letter.file if letter and letter.sent_at is None else None
    return File.objects.select_related("blob").filter(uuid=waits, forgotten_at=None).first() if waits else None


def _post_of(by: Actor, at: datetime) -> Post | None:
    """The post from which somebody signs, else the newest that they hold."""
    held = Post.objects.in_force(at).filter(account=by.account).select_related("organisation")
    return held.filter(pk=by.post or 0).first() or held.order_by("-pk").first()


def _content(petition: Petition, paper: File | None) -> bytes:
    found = paper or paper_of_answer(petition)
    if found is None or found.blob is None or found.blob.kind != "pdf":
        raise NothingToSign
    return store().path(found.blob.sha256).read_bytes()
