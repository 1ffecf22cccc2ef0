"""Reporting something: one form, one thing on a screen, for who only taps pictures and for who writes."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.core.cases.actions.slips import secret, token
from tinhso.core.cases.domain.slips import spoken
from tinhso.core.outbox.domain import NotAnItem, read_item
from tinhso.core.outbox.views.taking import ITEM, KEY, TakenIn, by_outbox, with_reasons
from tinhso.core.people.models import Person
from tinhso.government.petitions.actions.reporting import Sender, TooQuick, report
from tinhso.government.petitions.actions.rules import NoOffice
from tinhso.government.petitions.actions.sending import Said, SlowDown
from tinhso.government.petitions.domain.topics import OTHER
from tinhso.government.petitions.domain.words import Kind, Way
from tinhso.government.petitions.forms.reporting import ReportForm
from tinhso.government.petitions.models import Petition, Topic
from tinhso.government.petitions.views.telling import language
from tinhso.kit.doors import Request, open_to_all
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

AT_ONCE = 4
"""So many pictures stand on a screen; the way to the others is one more."""
EMERGENCY = (("113", "police-car"), ("114", "fire"), ("115", "first-aid"))
"""Police, fire brigade and ambulance (Decision 1491/QĐ-BTTTT of 2020 keeps these numbers)."""
KEPT_LONG = timedelta(minutes=2)
"""What a phone kept for longer came without a line."""
KIND_OF = {
    "papers": Kind.COMPLAINT,
    "school.fees": Kind.COMPLAINT,
    "land.dispute": Kind.COMPLAINT,
    OTHER: Kind.QUESTION,
}
"""What is said under most topics is that something is broken."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A topic to tap: its number stays the same whatever is chosen before."""

    number: int
    topic: Topic
    has_more: bool


@open_to_all
@require_http_methods(["GET", "POST"])
@by_outbox
def report_something(request: Request) -> HttpResponse:
    """What, a photo, the voice, where, who. Sent, the code that follows it."""
    person = _whoever(request)
    form = ReportForm(request.POST or None, request.FILES or None, person=person)
    status = 200
    if form.is_valid():
        try:
            sent = report(
                said_in(form, channel=_way(request)), sender=sender_of(request), by=request.actor, at=request.at
            )
        except (TooQuick, SlowDown) as refusal:
            tell(form, refusal)
            status = 429
        except NoOffice:
            form.add_error("where", _("Write which commune it is in, then it goes to the office there."))
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return TakenIn(slip_address(sent), ref=sent.ref, code=f"{sent.ref} {spoken(secret(sent.case))}")
    status = 400 if form.errors and status == 200 else status
    values = {"form": form, "person": person, "screens": _screens(), "emergency": EMERGENCY}
    return with_reasons(page(request, "petitions/report/report.html", values, status=status), form)


@open_to_all
@require_safe
def report_about(request: Request, code: str) -> HttpResponse:
    """The pictures below a topic, for the screen after it; a part of a page."""
    topic = get_object_or_404(Topic.objects.current(), code=code)
    children = list(topic.children.current().in_order()[:AT_ONCE])
    if not children:
        raise Http404
    return page(request, "petitions/report/about.html", {"topic": topic, "children": children})


def slip_address(petition: Petition) -> str:
    """Where the slip of a petition is shown to who holds its secret."""
    return reverse("track_step", args=[petition.ref, token(petition.case), "slip"])


def kind_of(topic: Topic) -> Kind:
    """What somebody says of a topic, where nobody asked them."""
    return next((KIND_OF[code] for code in reversed(topic.line) if code in KIND_OF), Kind.BROKEN)


def said_in(form: ReportForm, *, channel: Way) -> Said:
    """What a valid form says, by the door it came through."""
    topic = form.topic_said
    return Said(
        kind=kind_of(topic),
        topic=topic,
        place=form.place_said,
        channel=channel,
        words=form.words_said,
        language=language(),
        applicant=None if form.is_nameless else form.person,
        anonymous=form.is_nameless,
        may_show=form.cleaned_data["may_show"],
        point=form.point,
        brought=form.brought,
    )


def _way(request: Request) -> Way:
    if request.actor.for_person:
        return Way.HELPER
    try:
        item = read_item(request.headers.get(KEY, ""), request.headers.get(ITEM, ""))
    except NotAnItem:
        return Way.PAGE
    return Way.OFFLINE if item.sent_at - item.made_at > KEPT_LONG else Way.PAGE


def sender_of(request: Request) -> Sender:
    """From where it comes."""
    return Sender(request.META.get("REMOTE_ADDR", ""), request.META.get("CSRF_COOKIE") or "")


def _whoever(request: Request) -> Person | None:
    uuid = request.actor.for_person or request.actor.person
    if uuid is None:
        return None
    return Person.objects.current().select_related("home__parent").filter(uuid=uuid).first()


def _screens() -> list[list[Picture]]:
    """The pictures, four a screen; what fits nowhere else is the way on from each of them."""
    listed = pictures()
    return [listed[at : at + AT_ONCE] for at in range(0, len(listed), AT_ONCE)]


def pictures() -> list[Picture]:
    """What can be tapped, without what fits nowhere else."""
    topics = list(Topic.objects.current().in_order())
    tops = [topic for topic in topics if topic.parent_id is None and topic.code != OTHER]
    above = {topic.parent_id for topic in topics}
    return [Picture(number, top, top.pk in above) for number, top in enumerate(tops, start=1)]
