"""What a phone sent: kept, whole when all its files are there, then posted to the form's own door like any page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tinhso.core.openrosa.actions.offering import is_ours, sheet_for
from tinhso.core.openrosa.actions.posting import Strange, answers_of, files_named, post_of
from tinhso.core.openrosa.actions.settling import refuse, take
from tinhso.core.openrosa.domain.reading import LARGEST, Told, Unreadable, read
from tinhso.core.openrosa.models import Attachment, Handset, Submission
from tinhso.core.outbox.actions.replaying import replay
from tinhso.kit.actors import Actor, Channel
from tinhso.kit.refusals import Refusal

MOST_FILES = 10
LARGEST_FILE = 20 * 1024 * 1024
MOST_OPEN = 100
"""Submissions of one member that wait for something. Who has more settles some first."""


class TooMuch(Refusal):
    sentence = gettext_lazy("A hundred forms wait for you already. Look through them on your page first.")


class TooLarge(Refusal):
    sentence = gettext_lazy("This is too large for us. Take smaller photos, then send again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One post of Collect. `more`: further files follow in another; `sent_at`: by its clock, if it says."""

    xml: bytes
    files: Mapping[str, bytes]
    more: bool = False
    sent_at: datetime | None = None


def receive(sent: Sent, *, handset: Handset, address: str, at: datetime) -> Submission:
    """Keep what came, and take it in when it is whole; sent again, it is done once.

    Raises TooMuch, TooLarge; and Stumbled when our own machine failed: what came waits for the next try.
    """
    sizes = [len(content) for content in sent.files.values()]
    if len(sizes) > MOST_FILES or max(sizes, default=0) > LARGEST_FILE or len(sent.xml) > LARGEST:
        raise TooLarge
    try:
        told = read(sent.xml)
    except Unreadable:
        kept = _keep(sent, None, handset=handset, at=at)
        return kept if kept.is_over else _say_no(kept, _("This is no form of ours. Fetch the forms again."), at=at)
    kept = _keep(sent, told, handset=handset, at=at)
    return kept if kept.is_over else settle(kept, more=sent.more, address=address, at=at)


def settle(kept: Submission, *, more: bool = False, address: str, at: datetime) -> Submission:
    """Let the form's own door judge what is kept; with `more`, wait for files that have not come. Raises Stumbled."""
    by = actor_of(kept.handset)
    sheet = sheet_for(kept.form, by, at=at) if is_ours(kept.form, kept.version) else None
    if sheet is None:
        return _say_no(kept, _("This form is not known here, or not for you. Fetch the forms again."), at=at)
    try:
        answers = answers_of(sheet, read(bytes(kept.xml)).answers)
    except Strange as strange:
        said = _("The form no longer asks this. Fetch the forms again, then write it down anew.")
        return _say_no(kept, said, strange.question, at=at)
    files = {one.name: bytes(one.content) for one in kept.attachments.all()}
    missing = [name for _field, name in files_named(answers) if name not in files]
    if missing:
        return kept if more else _say_no(kept, _("A file has not arrived. Send it again."), *missing, at=at)
    told = replay(post_of(kept, sheet, answers, files), sender=address, by=by, at=at)
    if told["state"] == "accepted":
        return take(kept, ref=str(told["code"] or told["receipt"].split(":")[3]), by=by, at=at)
    reasons = [{"label": one["label"], "said": one["said"]} for one in told.get("reasons", ()) if one["said"]]
    return refuse(kept, reasons or [{"label": "", "said": _why(told["state"])}], by=by, at=at)


def said_in(kept: Submission, *, at: datetime) -> list[tuple[str, str]]:
    """What a submission says, question by question in the words of its form; nothing once it is done."""
    if not kept.xml:
        return []
    try:
        said = read(bytes(kept.xml)).answers
    except Unreadable:
        return []
    sheet = sheet_for(kept.form, actor_of(kept.handset), at=at)
    asked = {one.name: one for one in sheet.questions if one.label} if sheet else {}
    language = (get_language() or "vi")[:2]
    return [
        (asked[name].label[language], asked[name].told(text, language)) if name in asked else (name, text)
        for name, text in said
    ]


def actor_of(handset: Handset) -> Actor:
    """As whom a phone acts."""
    return Actor(account=handset.account_id, person=handset.account.person_id, channel=Channel.FIELD)


def _say_no(kept: Submission, said: str, *labels: str, at: datetime) -> Submission:
    reasons = [{"label": label, "said": said} for label in labels or ("",)]
    return refuse(kept, reasons, by=actor_of(kept.handset), at=at)


def _why(state: str) -> str:
    if state == "other":
        return _("We have it with other words. A person has to look.")
    if state == "right":
        return _("The one who wrote it may not send this.")
    return _("The form's door did not take it in. A person has to look.")


@transaction.atomic
def _keep(sent: Sent, told: Told | None, *, handset: Handset, at: datetime) -> Submission:
    """The row of what came, with the files that came with it. Raises TooMuch."""
    digest = sha256(sent.xml).hexdigest()
    instance = told.instance if told else uuid5(NAMESPACE_OID, digest)
    rows = Submission.objects.select_for_update(of=("self",)).select_related("handset__account", "account")
    known = {"account": handset.account, "instance": instance, "sha256": digest}
    kept = rows.filter(**known).first()
    if kept is None:
        if Submission.objects.open().of_account(handset.account_id).count() >= MOST_OPEN:
            raise TooMuch
        kept, _new = rows.get_or_create(**known, defaults=_beginning(sent, told, handset, at))
    if not kept.is_over:
        _keep_files(kept, sent.files)
    return kept


def _beginning(sent: Sent, told: Told | None, handset: Handset, at: datetime) -> dict[str, object]:
    said = {"form": told.form, "version": told.version, "device": told.device} if told else {}
    return {"handset": handset, "xml": sent.xml, "made_at": _made_at(sent, told, at), "came_at": at, **said}


def _made_at(sent: Sent, told: Told | None, at: datetime) -> datetime:
    """As long before now as the phone counted from the form's end to the sending; its clock may be wrong."""
    if told is None or told.made_at is None:
        return at
    return min(at - ((sent.sent_at or at) - told.made_at), at)


def _keep_files(kept: Submission, files: Mapping[str, bytes]) -> None:
    """Each file once; one that comes again takes the place of what came before under its name."""
    if kept.attachments.exclude(name__in=list(files)).count() + len(files) > MOST_FILES:
        raise TooLarge
    for name, content in files.items():
        Attachment.objects.update_or_create(
            submission=kept, name=name[:200], defaults={"size": len(content), "content": content}
        )
