"""The officer writes for somebody: found in the register or without a name, at the counter or on the telephone."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.core.accounts.models import Post
from tinhso.core.cases.views.slips import slip_of
from tinhso.core.people.actions import note_list
from tinhso.core.people.domain.words import ListWay
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.government.petitions.actions.sending import TAKE_IN, Said, send_petition
from tinhso.government.petitions.forms.counter import CounterForm, FindForm
from tinhso.government.petitions.models import Petition
from tinhso.government.petitions.views.reporting import EMERGENCY, kind_of
from tinhso.government.petitions.views.telling import language, standing
from tinhso.government.petitions.views.whose import petition_in_reach
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

MOST_FOUND = 20
WRITTEN, MOST_WRITTEN = "petitions_written", 20


@needs(TAKE_IN)
@require_http_methods(["GET", "POST"])
def petition_counter(request: Request) -> HttpResponse:
    """Who, what, where, in their own words; sent, the slip to hand over or to read out."""
    person = _named(request)
    form = CounterForm(request.POST or None, request.FILES or None, at_home=_at_home(request, person))
    if form.is_valid():
        try:
            sent = send_petition(_said(form, person), by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            _remember(request, sent)
            return redirect("petition_counter_slip", sent.uuid)
    find = FindForm(request.GET or None)
    found = _found(request, find) if not person else []
    values = {"form": form, "find": find, "found": found, "person": person}
    return page(request, "petitions/counter/counter.html", values, status=400 if form.errors else 200)


@needs(TAKE_IN)
@require_safe
def petition_counter_slip(request: Request, uuid: UUID) -> HttpResponse:
    """The slip to hand over, to print, or to read out on the telephone."""
    one = _just_written(request, uuid)
    values = {
        "petition": one,
        "told": standing(one, at=request.at),
        "emergency": EMERGENCY if one.urgent else (),
        "follow": "",
        **slip_of(request, one.case),
    }
    return page(request, "petitions/mine/slip.html", values)


def _said(form: CounterForm, person: Person | None) -> Said:
    told = form.cleaned_data
    return Said(
        kind=kind_of(told["topic"]),
        topic=told["topic"],
        place=form.place_said,
        channel=told["channel"],
        words=form.words_said,
        language=language(),
        applicant=person,
        urgent=told["urgent"],
        may_show=told["may_show"],
        brought=form.brought,
    )


def _remember(request: Request, sent: Petition) -> None:
    """Whoever wrote it may hand over the slip, also when it went to an office of the province."""
    before = [one for one in request.session.get(WRITTEN, []) if one != str(sent.uuid)]
    request.session[WRITTEN] = [*before, str(sent.uuid)][-MOST_WRITTEN:]


def _just_written(request: Request, uuid: UUID) -> Petition:
    """One that was written in this session, or within reach of the asker's posts (404 for any other)."""
    if str(uuid) in request.session.get(WRITTEN, []):
        return Petition.objects.for_page().get(uuid=uuid)
    return petition_in_reach(request, uuid, TAKE_IN)


def _found(request: Request, find: FindForm) -> list[Person]:
    words = find.cleaned_data["q"] if find.is_valid() else ""
    people = list(Person.objects.found_by(words, request.rights, limit=MOST_FOUND)) if words else []
    note_list([one.uuid for one in people], way=ListWay.SEARCH, by=request.actor, at=request.at)
    return people


def _named(request: Request) -> Person | None:
    """Who was chosen of those found: someone of the officer's own places (404 for anyone else)."""
    chosen = request.GET.get("person", "")
    if not chosen:
        return None
    people = Person.objects.current().for_page().select_related("home__parent")
    person = get_object_or_404(people.within(request.rights.places("read_person")), uuid=_uuid(chosen))
    note_list([person.uuid], way=ListWay.NAME, by=request.actor, at=request.at)
    return person


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _at_home(request: Request, person: Person | None) -> Place:
    if person and person.home:
        return person.home
    post = Post.objects.select_related("place__parent").filter(pk=request.actor.post or 0).first()
    return post.place if post else Place.objects.home()
