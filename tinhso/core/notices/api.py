"""Messages for machines: one's own, how one wants to be told, what was sent, the words, reports of providers."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from pydantic import Field

from tinhso.core.notices.actions import (
    choose,
    draft_wording,
    hand_over,
    open_notice,
    publish_wording,
    read_all,
    send_again,
    take_report,
)
from tinhso.core.notices.actions.choosing import Chosen
from tinhso.core.notices.actions.handing import HAND_OVER, SEND_AGAIN
from tinhso.core.notices.actions.reading import own_rows
from tinhso.core.notices.actions.reporting import Forged, Unreadable, check_signature, read_report
from tinhso.core.notices.actions.wordings import KEEP
from tinhso.core.notices.domain.channels import Channel
from tinhso.core.notices.models import Choice, Delivery, Kind, Notice, Wording
from tinhso.core.people.actions import note_list
from tinhso.core.people.domain.words import ListWay
from tinhso.core.people.models import Person
from tinhso.kit.doors import Request, needs, open_to_all, signed_in

router = Router(tags=["notices"])
A_PAGE = 50
WATCH = "watch_notices"
NO_NUL = r"^[^\x00]*$"
KEYS = {Channel.SMS: "SMS_REPORT_KEYS", Channel.ZALO: "ZALO_REPORT_KEYS"}


class MessageOut(Schema):
    """A message of one's own, in the language it was told in."""

    uuid: UUID
    kind: str
    language: str
    subject: str
    text: str
    spoken: str
    link: str
    told_at: datetime
    read_at: datetime | None

    @classmethod
    def of(cls, notice: Notice) -> Self:
        said = notice.said()
        return cls(
            uuid=notice.uuid,
            kind=notice.kind.code,
            language=notice.language,
            subject=said.subject,
            text=said.long,
            spoken=said.spoken,
            link=notice.link,
            told_at=notice.told_at,
            read_at=notice.read_at,
        )


class ChoiceIn(Schema):
    """How one wants to be told, for one kind or (empty) for everything."""

    kind: Annotated[str, Field(max_length=60, pattern=NO_NUL)] = ""
    channels: Annotated[list[Channel], Field(max_length=6)] = []
    language: Annotated[str, Field(pattern=r"^([a-z]{2,3})?$")] = ""
    digest: bool = False
    refused: bool = False
    quiet: Annotated[str, Field(max_length=11, pattern=NO_NUL)] = ""


class WayOut(Schema):
    """One way of a message. `cost` in đồng."""

    uuid: UUID
    channel: Channel
    state: str
    due: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    why: str
    parts: int
    cost: int


class SentOut(Schema):
    """A message that was sent: whom it is for, and every way it took."""

    uuid: UUID
    person: UUID
    kind: str
    told_at: datetime
    stuck_at: datetime | None
    ways: list[WayOut]

    @classmethod
    def of(cls, notice: Notice) -> Self:
        ways = sorted(notice.deliveries.all(), key=lambda way: way.order)
        return cls(
            uuid=notice.uuid,
            person=notice.person,
            kind=notice.kind.code,
            told_at=notice.told_at,
            stuck_at=notice.stuck_at,
            ways=[WayOut.model_validate(way, from_attributes=True) for way in ways],
        )


class ScriptOut(Schema):
    """What is to be handed over or read out: `script` is the spoken form, for a person or for a machine that speaks."""

    uuid: UUID
    channel: Channel
    person: UUID
    language: str
    script: str
    due: datetime


class AgainIn(Schema):
    channel: Channel


class WordingIn(Schema):
    """Words of a kind: language → subject, short, long, spoken, accents."""

    texts: Annotated[dict[str, dict[str, Any]], Field(max_length=60)]


class WordingOut(Schema):
    kind: str
    number: int
    state: str
    texts: dict[str, dict[str, Any]]

    @classmethod
    def of(cls, wording: Wording) -> Self:
        return cls(kind=wording.kind.code, number=wording.number, state=wording.state, texts=wording.texts)


@router.get("/mine", response=list[MessageOut], url_name="my_messages")
@signed_in
def my_messages(request: Request, before: datetime | None = None) -> list[MessageOut]:
    """The newest fifty, or the fifty before a moment."""
    rows = Notice.objects.of(_rows(request))
    rows = rows.filter(told_at__lt=before) if before else rows
    return [MessageOut.of(one) for one in rows[:A_PAGE]]


@router.post("/mine/read", url_name="read_my_messages")
@signed_in
def read_my_messages(request: Request) -> dict[str, int]:
    """Everything is read; how many that were."""
    me = _me(request)
    return {"read": read_all(me.uuid, by=request.actor, at=request.at)}


@router.post("/mine/{uuid}/open", response=MessageOut, url_name="open_my_message")
@signed_in
def open_my_message(request: Request, uuid: UUID) -> MessageOut:
    """One is read."""
    notice = get_object_or_404(Notice.objects.of(_rows(request)), uuid=uuid)
    open_notice(notice, by=request.actor, at=request.at)
    notice.refresh_from_db(fields=["read_at"])
    return MessageOut.of(notice)


@router.get("/choices", response=list[ChoiceIn], url_name="my_choices")
@signed_in
def my_choices(request: Request) -> list[Choice]:
    """What I chose."""
    return list(Choice.objects.filter(person=_me(request).uuid).order_by("kind"))


@router.put("/choices", response=ChoiceIn, url_name="make_choice")
@signed_in
def make_choice(request: Request, told: ChoiceIn) -> Choice:
    """Choose, for one kind or for everything."""
    return choose(_me(request), Chosen(**told.model_dump()), by=request.actor, at=request.at)


@router.get("/sent", response=list[SentOut], url_name="sent")
@needs(WATCH)
def sent(request: Request, stuck: bool = False) -> list[SentOut]:
    """The newest fifty that were sent to people of one's places; or all that wait for a person."""
    seen = Notice.objects.within(request.rights, WATCH)
    rows = (seen.stuck() if stuck else seen.newest()).select_related("wording__kind")
    shown = list(rows.prefetch_related("deliveries")[:A_PAGE])
    note_list([one.person for one in shown], way=ListWay.NOTICE, by=request.actor, at=request.at)
    return [SentOut.of(one) for one in shown]


@router.post("/sent/{uuid}/again", response=WayOut, url_name="sent_again")
@needs(SEND_AGAIN)
def sent_again(request: Request, uuid: UUID, told: AgainIn) -> Delivery:
    """The same way once more, or another one."""
    notice = get_object_or_404(Notice.objects.within(request.rights, SEND_AGAIN), uuid=uuid)
    return send_again(notice, channel=told.channel, by=request.actor, at=request.at)


@router.get("/by-hand", response=list[ScriptOut], url_name="by_hand")
@needs(HAND_OVER)
def by_hand(request: Request) -> list[ScriptOut]:
    """Slips and calls that wait, the oldest first."""
    rows = list(Delivery.objects.by_hand(request.at).within(request.rights, HAND_OVER)[:A_PAGE])
    note_list([one.notice.person for one in rows], way=ListWay.NOTICE, by=request.actor, at=request.at)
    return [
        ScriptOut(
            uuid=row.uuid,
            channel=row.way,
            person=row.notice.person,
            language=row.notice.language,
            script=row.notice.said().spoken,
            due=row.due,
        )
        for row in rows
    ]


@router.post("/by-hand/{uuid}/done", response=WayOut, url_name="by_hand_done")
@needs(HAND_OVER)
def by_hand_done(request: Request, uuid: UUID) -> Delivery:
    """It is in their hands, or they heard it."""
    row = get_object_or_404(Delivery.objects.within(request.rights, HAND_OVER), uuid=uuid)
    return hand_over(row, by=request.actor, at=request.at)


@router.get("/words/{code}", response=list[WordingOut], url_name="words_of")
@needs(KEEP)
def words_of(request: Request, code: Annotated[str, Field(max_length=60)]) -> list[WordingOut]:
    """Every version of a kind's words, the newest first."""
    return [WordingOut.of(one) for one in Wording.objects.of(code)]


@router.put("/words/{code}", response=WordingOut, url_name="draft_words")
@needs(KEEP)
def draft_words(request: Request, code: Annotated[str, Field(max_length=60)], told: WordingIn) -> WordingOut:
    """Keep a draft."""
    kind = get_object_or_404(Kind, code=code)
    return WordingOut.of(draft_wording(kind, told.texts, by=request.actor, at=request.at))


@router.post("/words/{code}/publish", response=WordingOut, url_name="publish_words")
@needs(KEEP)
def publish_words(request: Request, code: Annotated[str, Field(max_length=60)]) -> WordingOut:
    """Publish the draft; 409 says what is wrong with it."""
    draft = get_object_or_404(Wording.objects.of(code), state=Wording.State.DRAFT)
    return WordingOut.of(publish_wording(draft, by=request.actor, at=request.at))


@router.post("/reports/{channel}", url_name="report")
@open_to_all
def report(request: Request, channel: Annotated[str, Field(max_length=20)]) -> dict[str, bool]:
    """A provider reports whether a message arrived: `{"report", "id", "status", "code"}`, signed in two headers.

    `X-Timestamp` in seconds, `X-Signature` the HMAC-SHA256 in hex over `timestamp.rawbody`.
    """
    way = next((one for one in KEYS if one == channel), None)
    if way is None:
        raise Http404
    raw = request.body
    stamp, signature = request.headers.get("X-Timestamp", ""), request.headers.get("X-Signature", "")
    try:
        check_signature(raw, stamp=stamp, signature=signature, keys=getattr(settings, KEYS[way]), at=request.at)
    except Forged as forged:
        raise PermissionDenied("signature") from forged
    try:
        told = read_report(raw)
    except Unreadable as wrong:
        raise Http404 from wrong
    return {"new": take_report(way, told, at=request.at)}


def _me(request: Request) -> Person:
    person = Person.objects.filter(uuid=request.rights.person).first() if request.rights.person else None
    if person is None:
        raise Http404
    return person.now


def _rows(request: Request) -> list[UUID]:
    return own_rows(request.rights.person) if request.rights.person else []
