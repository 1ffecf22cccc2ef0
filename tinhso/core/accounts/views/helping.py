"""Helping someone beside you, and reading to them later what was written down; for oneself, what others did."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.accounts.actions import hear_consent
from tinhso.core.accounts.actions.whom import HELPS
from tinhso.core.accounts.forms import WhomForm
from tinhso.core.accounts.models import Consent
from tinhso.core.people.actions import note_list
from tinhso.core.people.domain.words import ListWay
from tinhso.core.people.forms import SearchForm
from tinhso.core.people.models import Person
from tinhso.kit.addresses import url, url_if_any
from tinhso.kit.doors import Request, needs, signed_in
from tinhso.kit.homes import Card, home_card
from tinhso.kit.pages import page

SHOWN, FOUND = 50, 10
WAYS = (
    (gettext_lazy("File a paper"), "identification-card", "papers_for_someone"),
    (gettext_lazy("Report something"), "megaphone", "report_for_someone"),
)
"""What can be done for someone, as far as its system lives here: by the name of its page."""


@needs(HELPS)
@require_http_methods(["GET", "POST"])
def helping(request: Request) -> HttpResponse:
    """Whom do you help? Found by name; below, whom one helped lately and may read to what was written down."""
    form, found = SearchForm(request.POST or None), list[Person]()
    if form.is_valid():
        found = Person.objects.found_by(form.cleaned_data["words"], request.rights, limit=FOUND)
        note_list([one.uuid for one in found], way=ListWay.SEARCH, by=request.actor, at=request.at)
    done, next_url = _done_by(request)
    note_list([one.mandate.person_id for one in done], way=ListWay.LIST, by=request.actor, at=request.at)
    ways = [(title, icon, address) for title, icon, name in WAYS if (address := url_if_any(name))]
    values = {
        "form": form,
        "found": found,
        "searched": form.is_bound and form.is_valid(),
        "done": done,
        "ways": ways,
        "next_url": next_url,
    }
    return page(request, "accounts/helping.html", values, status=400 if form.errors else 200)


@signed_in
@require_safe
def done_for_me(request: Request) -> HttpResponse:
    """What others wrote down for me, what shows that I agreed, and whether it is right."""
    if request.actor.person is None:
        raise Http404
    rows, key = Consent.objects.of_person(request.actor.person), _uuid(request.GET.get("after", ""))
    last = rows.filter(mandate__uuid=key).first() if key else None
    found = list((rows.told_before(last) if last else rows)[: SHOWN + 1])
    done = found[:SHOWN]
    next_url = f"?after={done[-1].mandate.uuid}" if len(found) > SHOWN else ""
    return page(request, "accounts/done_for_me.html", {"done": done, "next_url": next_url})


def _done_by(request: Request) -> tuple[list[Consent], str]:
    """A page of what the asker did for others, and the address of the next."""
    rows = Consent.objects.by_helper(request.actor.account or 0, request.at)
    key, heard = _uuid(request.GET.get("after", "")), request.GET.get("heard") == "yes"
    last = rows.filter(mandate__uuid=key).first() if key else None
    found = list((rows.done_before(last, heard=heard) if last else rows)[: SHOWN + 1])
    done = found[:SHOWN]
    if len(found) == len(done):
        return done, ""
    return done, f"?after={done[-1].mandate.uuid}&heard={'yes' if done[-1].heard_at else 'no'}"


@signed_in
@require_POST
def heard(request: Request, uuid: UUID) -> HttpResponse:
    """They heard it: right, or not. What is not right is told to the office, with the code."""
    consent = get_object_or_404(Consent.objects.readable(request.actor, request.at), mandate__uuid=uuid)
    right = request.POST.get("right") == "yes"
    hear_consent(consent, right=right, by=request.actor, at=request.at)
    own = consent.mandate.person_id == request.actor.person
    if right:
        messages.success(request, _("Noted: they heard it and found it right."))
        return redirect("done_for_me" if own else "helping")
    messages.warning(request, _("Noted. Say here what is not right, with the code %(code)s.") % {"code": consent.ref})
    return redirect(url_if_any("report" if own else "report_for_someone") or consent.url)


@home_card("field", HELPS)
def helping_card(request: Request) -> Card:
    """The way there, on the home of a member."""
    text = gettext_lazy("They say yes first: by voice, by a picture or by a signature.")
    return Card(title=gettext_lazy("Help someone"), text=text, url=url("helping"), icon="hand-heart")


@home_card("citizen")
def done_for_me_card(request: Request) -> Card | None:
    """What was written down for me and I have not looked at yet."""
    if request.rights.person is None:
        return None
    waiting = len(Consent.objects.of_person(request.rights.person).filter(heard_at=None)[:SHOWN])
    if not waiting:
        return None
    text = gettext_lazy("Somebody wrote something down for you. Is it right?")
    return Card(
        title=gettext_lazy("Done for me"), text=text, url=url("done_for_me"), icon="user-switch", tone="turn",
        count=waiting,
    )  # fmt: skip


def whom_form(request: Request) -> WhomForm:
    """The form that asks for whom it is done; who was chosen before stands in the address (`?person=`)."""
    posted = request.POST if request.method == "POST" else None
    person = _chosen(request) if posted is None else None
    initial = {"person": person.uuid, "whom_name": person.shown} if person else {}
    return WhomForm(posted, rights=request.rights, initial=initial)


def chosen_person(request: Request) -> UUID | None:
    """Who was chosen before, by the address; None when it names nobody."""
    return _uuid(request.GET.get("person", ""))


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _chosen(request: Request) -> Person | None:
    uuid = chosen_person(request)
    if uuid is None:
        return None
    found = Person.objects.living().within(request.rights.places(HELPS)).filter(uuid=uuid).first()
    if found:
        note_list([found.uuid], way=ListWay.NAME, by=request.actor, at=request.at)
    return found
