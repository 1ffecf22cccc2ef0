"""The counter of a commune: card, person, procedure, one page, receipt."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.accounts.models import Post
from tinhso.core.cases.forms import answers_of as heard
from tinhso.core.cases.forms import form_for
from tinhso.core.people.actions import note_list, register_person
from tinhso.core.people.domain.card import FAULT_WORDS, Claim, read_card
from tinhso.core.people.domain.words import ListWay
from tinhso.core.people.forms import RegisterForm, claimed, places_for
from tinhso.core.people.models import Person
from tinhso.government.procedures.actions.checking import NotComplete
from tinhso.government.procedures.actions.counter import take_in
from tinhso.government.procedures.actions.drafts import version_of
from tinhso.government.procedures.actions.reading import HardToRead
from tinhso.government.procedures.domain.asking import every_field, said_of_oneself
from tinhso.government.procedures.domain.needs import Need, needs, same_papers
from tinhso.government.procedures.domain.steps import Door, Release
from tinhso.government.procedures.forms.counter import CardForm, PapersForm
from tinhso.government.procedures.models import Kept, Procedure, ProcedureVersion
from tinhso.government.procedures.models.asking import day_facts, facts_of, first_answers, form_of
from tinhso.government.procedures.models.hearing import heard as meant
from tinhso.government.procedures.models.laws import catalogue_on, law_of
from tinhso.government.procedures.views.tracking import receipt_of
from tinhso.government.procedures.views.whose import dossier_in_reach, language
from tinhso.kit.doors import Request
from tinhso.kit.doors import needs as needs_permission
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

TAKE_IN = "take_in_dossiers"
PRESENT = "people_at_the_counter"
MOST_PRESENT, MOST_FOUND = 20, 20


@needs_permission(TAKE_IN)
@require_http_methods(["GET", "POST"])
def counter(request: Request) -> HttpResponse:
    """Who stands here? A scanned card finds them or fills the form for someone new; words find them by name."""
    form = CardForm(request.POST or None)
    values: dict[str, object] = {"form": form, "claim": None, "found": [], "known": None, "new": None, "faults": []}
    if form.is_valid() and form.cleaned_data["card"]:
        try:
            values |= _by_card(request, read_card(form.cleaned_data["card"]))
        except Refusal as refusal:
            tell(form, refusal)
    elif form.is_valid() and form.cleaned_data["words"]:
        found = list(Person.objects.found_by(form.cleaned_data["words"], request.rights, limit=MOST_FOUND))
        _shown(request, found, ListWay.SEARCH)
        values |= {"found": found, "searched": True}
    return page(
        request, "procedures/counter/who.html", {"searched": False} | values, status=400 if form.errors else 200
    )


@needs_permission("register_person")
@require_POST
def counter_new(request: Request) -> HttpResponse:
    """Someone whom the register does not know yet: entered, then served."""
    form = _new_person(request, RegisterForm(request.POST))
    if form.is_valid():
        try:
            person = register_person(form.told(), by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            _stands_here(request, person)
            return redirect("counter_person", person.uuid)
    values: dict[str, object] = {
        "form": CardForm(),
        "claim": None,
        "found": [],
        "known": None,
        "new": form,
        "faults": [],
    }
    return page(request, "procedures/counter/who.html", values | {"searched": False}, status=400)


@needs_permission(TAKE_IN)
@require_safe
def counter_person(request: Request, uuid: UUID) -> HttpResponse:
    """What do they need? Every procedure of today, and what they said in their own words."""
    person, words = _person(request, uuid), request.GET.get("q", "").strip()
    laws = [one for one in catalogue_on(timezone.localdate(request.at)) if not one[0].is_suspended]
    _shown(request, [person])
    values = {"person": person, "laws": meant(words, laws) if words else laws, "words": words}
    return page(request, "procedures/counter/what.html", values)


@needs_permission(TAKE_IN)
@require_http_methods(["GET", "POST"])
def counter_file(request: Request, uuid: UUID, slug: str) -> HttpResponse:
    """Everything on one page: what is known stands there already, the papers are ticked; posted, the receipt."""
    person = _person(request, uuid)
    try:
        version = version_of(get_object_or_404(Procedure, slug=slug), at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
        return redirect("counter_person", uuid)
    data = _told_once(version, person, request.POST) if request.method == "POST" else None
    files = request.FILES if data is not None else None
    answers = first_answers(version, person)
    form = form_for(every_field(form_of(version)), answers, language(), data=data, facts=day_facts(request.at))
    asked = needs(law_of(version), Door.COUNTER)
    papers = PapersForm(data, files, needs=asked, store=_store(request, person, asked))
    lacks = []
    if data is not None and form.is_valid() & papers.is_valid():
        try:
            return _taken_in(request, version, person, heard(form), papers)
        except NotComplete as refusal:
            lacks = list(refusal.lacks)
        except HardToRead as refusal:
            papers.doubt(refusal, "file_{}")
        except Refusal as refusal:
            tell(papers, refusal)
    _shown(request, [person])
    values = {"person": person, "law": law_of(version), "form": form, "papers": papers, "lacks": lacks}
    wrong = bool(form.errors or papers.errors or lacks)
    return page(request, "procedures/counter/file.html", values, status=400 if wrong else 200)


@needs_permission("handle_cases")
@require_safe
def counter_receipt(request: Request, uuid: UUID) -> HttpResponse:
    """The receipt to hand over: printed from here, or as the form of the law."""
    dossier = dossier_in_reach(request, uuid)
    return page(request, "procedures/counter/receipt.html", receipt_of(request, dossier))


def _taken_in(
    request: Request, version: ProcedureVersion, person: Person, answers: dict[str, object], papers: PapersForm
) -> HttpResponse:
    post = get_object_or_404(Post.objects.select_related("place", "organisation"), pk=request.actor.post or 0)
    dossier = take_in(
        version,
        applicant=person,
        answers=answers,
        papers=papers.handed(),
        scans=papers.scans,
        place=post.place,
        agency=post.organisation,
        hand_back=Release(papers.cleaned_data["hand_back"]),
        as_they_are=papers.cleaned_data["as_it_is"],
        by=request.actor,
        at=request.at,
    )
    return redirect("counter_receipt", dossier.uuid)


def _told_once(version: ProcedureVersion, person: Person, posted: QueryDict) -> QueryDict:
    """What was typed, with what need not be typed twice: the mother's part when it is the mother who applies."""
    whole = posted.copy()
    for key, said in said_of_oneself(law_of(version).asked, posted.dict(), facts_of(person)).items():
        if not posted.get(key):
            whole[key] = "yes" if said is True else str(said)
    return whole


def _by_card(request: Request, claim: Claim) -> dict[str, object]:
    """Whom a card's code means, or the form for someone new with what it says. The officer compares card and face."""
    known = Person.objects.current().for_page().with_number(claim.number.digits).first()
    if known:
        _stands_here(request, known)
        _shown(request, [known])
    new = None if known else _new_person(request, RegisterForm(initial=claimed(claim)))
    faults = [FAULT_WORDS[fault] for fault in sorted(claim.faults)]
    return {"claim": claim, "known": known, "new": new, "faults": faults}


def _new_person(request: Request, form: RegisterForm) -> RegisterForm:
    form.offer_homes(places_for(request.rights, "register_person"))
    return form


def _stands_here(request: Request, person: Person) -> None:
    """Whoever has shown their card may be served for the rest of the session, from whichever commune they come."""
    here = [one for one in request.session.get(PRESENT, []) if one != str(person.uuid)]
    request.session[PRESENT] = [*here, str(person.uuid)][-MOST_PRESENT:]


def _person(request: Request, uuid: UUID) -> Person:
    """Someone of the officer's own places, or who has shown their card here (404 for anyone else)."""
    people = Person.objects.current().for_page().select_related("home__parent__parent", "household")
    if str(uuid) not in request.session.get(PRESENT, []):
        people = people.within(request.rights.places("read_person"))
    return get_object_or_404(people, uuid=uuid)


def _shown(request: Request, people: Iterable[Person], way: ListWay = ListWay.NAME) -> None:
    """They can see on their own page that they were shown here."""
    note_list([one.uuid for one in people], way=way, by=request.actor, at=request.at)


def _store(request: Request, person: Person, asked: list[Need]) -> dict[str, list[Kept]]:
    """What the person's own store has for each paper."""
    good = list(Kept.objects.of_person(person.uuid).good_on(timezone.localdate(request.at)))
    return {need.paper.key: [kept for kept in good if kept.sort in same_papers(need.paper)] for need in asked}
