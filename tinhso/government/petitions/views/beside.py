"""What helps the desk beside a petition: a topic that may be meant, with why; others that may tell of the same."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tinhso.government.petitions.actions.joining import join_petition
from tinhso.government.petitions.actions.retopicing import retopic_petition
from tinhso.government.petitions.actions.suggesting import suggest_topics
from tinhso.government.petitions.domain.likeness import Likeness, Why
from tinhso.government.petitions.domain.words import State
from tinhso.government.petitions.models import Petition, Publication, Topic
from tinhso.government.petitions.models.alike import alike
from tinhso.government.petitions.models.topics import said_in
from tinhso.government.petitions.views.whose import petition_in_reach
from tinhso.kit.doors import Request, needs
from tinhso.kit.refusals import Refusal

HANDLE = "handle_cases"
_STILL_TO_SORT = (State.SENT, State.HANDLING)


def beside(petition: Petition) -> dict[str, Any]:
    """What the desk's page shows beside a petition that is still to be sorted."""
    if petition.case.state not in _STILL_TO_SORT:
        return {"topics_meant": [], "alike": [], "shown": _shown(petition)}
    return {
        "topics_meant": suggest_topics(petition.words, but=petition.topic.code)[:2],
        "alike": [
            {"ref": one.petition.ref, "uuid": one.petition.uuid, "title": said_in(one.petition.topic_words),
             "words": one.petition.words, "why": ", ".join(why_said(one.likeness))}
            for one in alike(petition)
        ],
        "shown": _shown(petition),
    }  # fmt: skip


def why_said(likeness: Likeness) -> list[str]:
    """The reasons in words: how near, how long between, which words both say."""
    said = [_REASONS[why](number) for why, number in likeness.reasons if why in _REASONS]
    return said + ([_("both say “%(words)s”") % {"words": ", ".join(likeness.words)}] if likeness.words else [])


def _metres(number: int) -> str:
    if number < 1000:
        return _("%(metres)s m away") % {"metres": max(10, round(number, -1))}
    return _("%(far)s km away") % {"far": f"{number / 1000:.1f}".replace(".", ",")}


def _days(number: int) -> str:
    if number == 0:
        return _("on the same day")
    return ngettext("%(num)s day between", "%(num)s days between", number) % {"num": number}


_REASONS = {
    Why.METRES: _metres,
    Why.VILLAGE: lambda _number: _("in the same village"),
    Why.COMMUNE: lambda _number: _("in the same commune"),
    Why.TOPIC: lambda _number: _("under the same topic"),
    Why.DAYS: _days,
}


def _shown(petition: Petition) -> Publication | None:
    return Publication.objects.shown().filter(petition=petition).first()


@needs(HANDLE)
@require_POST
def join(request: Request, uuid: UUID, other: UUID) -> HttpResponse:
    """One answer reaches both."""
    petition, first = petition_in_reach(request, uuid), petition_in_reach(request, other)
    try:
        join_petition(petition, to=first, by=request.actor, at=request.at)
        messages.success(request, _("Joined to %(code)s: its answer goes to both.") % {"code": first.ref})
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("petition_desk", petition.uuid)


@needs(HANDLE)
@require_POST
def retopic(request: Request, uuid: UUID, topic: str) -> HttpResponse:
    """Put it under the topic that was meant; it goes to that topic's desk."""
    petition = petition_in_reach(request, uuid)
    meant = get_object_or_404(Topic.objects.current().select_related("parent"), code=topic)
    try:
        retopic_petition(petition, topic=meant, by=request.actor, at=request.at)
        messages.success(request, _("It is now under: %(topic)s.") % {"topic": meant.title})
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("inbox")
