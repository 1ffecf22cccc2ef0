"""Registering a person, from a scanned card or by hand."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tinhso.core.people.actions import register_person
from tinhso.core.people.domain.card import FAULT_WORDS, Claim, read_card
from tinhso.core.people.forms import RegisterForm, ScanForm, claimed, places_for
from tinhso.core.people.models import Person
from tinhso.core.people.views.finding import posted, say_why
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal


@needs("register_person")
def register(request: Request) -> HttpResponse:
    """The empty form; posted, the new person."""
    form = _form(request, RegisterForm(posted(request)))
    if form.is_valid():
        try:
            person = register_person(form.told(), by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            say_why(request, person)
            messages.success(request, _("%(name)s is in the register.") % {"name": person.full_name})
            return redirect("person", person.uuid)
    return _page(request, form, ScanForm())


@needs("register_person")
def scan(request: Request) -> HttpResponse:
    """The form, filled with what the card's code says. Nothing is kept yet."""
    if request.method != "POST":
        return redirect("register_person")
    scanned = ScanForm(request.POST)
    if scanned.is_valid():
        try:
            claim = read_card(scanned.cleaned_data["card"])
        except Refusal as refusal:
            scanned.add_error("card", str(refusal.told))
        else:
            return _page(request, _form(request, RegisterForm(initial=claimed(claim))), ScanForm(), claim)
    return _page(request, _form(request, RegisterForm()), scanned)


def _form(request: Request, form: RegisterForm) -> RegisterForm:
    form.offer_homes(places_for(request.rights, "register_person"))
    return form


def _page(request: Request, form: RegisterForm, scanned: ScanForm, claim: Claim | None = None) -> HttpResponse:
    faults = [FAULT_WORDS[fault] for fault in sorted(claim.faults)] if claim else []
    readable = Person.objects.reached(request.rights, "read_person")
    known = readable.with_number(claim.number.digits).first() if claim else None
    values = {"form": form, "scan": scanned, "claim": claim, "faults": faults, "known": known}
    return page(request, "people/register.html", values)
