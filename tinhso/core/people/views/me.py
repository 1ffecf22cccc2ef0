"""What the province knows about me, who looked at it, and putting right what is mine to say."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tinhso.core.people.actions import correct_person, lists_showing, looks_at, tally_of, told_of
from tinhso.core.people.forms import ContactForm, known
from tinhso.core.people.models import Person
from tinhso.core.people.views.finding import posted, today
from tinhso.kit.doors import Request, signed_in
from tinhso.kit.forms import tell
from tinhso.kit.homes import Card, home_card
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

A_PAGE, SHOWN_HERE = 50, 3


@signed_in
def me(request: Request) -> HttpResponse:
    """Everything known about the one who asks, in plain words, and who looked at it."""
    mine = _me(request)
    values = {
        "person": mine,
        "looks": looks_at(mine, most=SHOWN_HERE),
        "today": today(request),
        "members": _at_home(mine),
    }
    return page(request, "people/me.html", values)


@signed_in
def correct_me(request: Request) -> HttpResponse:
    """My phone, my languages, what I am called."""
    mine = _me(request)
    form = ContactForm(posted(request), initial=known(mine))
    if form.is_valid():
        try:
            correct_person(mine, replace(told_of(mine), **form.contact()), by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Kept. Thank you for telling us."))
            return redirect("me")
    return page(request, "people/correct_me.html", {"person": mine, "form": form})


@signed_in
@require_safe
def who_looked(request: Request) -> HttpResponse:
    """Every look at my data, the latest first; on the first page also the lists in which my name stood."""
    mine = _me(request)
    before = _uuid(request.GET.get("before", ""))
    found = looks_at(mine, before=before, most=A_PAGE + 1)
    month = timezone.localtime(request.at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    values = {
        "looks": found[:A_PAGE],
        "next_url": f"?before={found[A_PAGE - 1].uuid}" if len(found) > A_PAGE else "",
        "first": before is None,
        "tally": tally_of(mine, since=month),
        "lists": lists_showing(mine) if before is None else [],
    }
    return page(request, "people/who_looked.html", values)


@home_card("citizen")
def looked_card(request: Request) -> Card | None:
    """Who looked at me, on my home."""
    title, text = gettext_lazy("Who looked at my information"), gettext_lazy("Every office that looked, and why.")
    return Card(title=title, text=text, url=reverse("who_looked"), icon="eye") if request.rights.person else None


@home_card("citizen")
def me_card(request: Request) -> Card | None:
    """My own page, on my home."""
    title, text = gettext_lazy("My information"), gettext_lazy("What the commune knows about me, and who looked.")
    return (
        Card(title=title, text=text, url=reverse("me"), icon="identification-card") if request.rights.person else None
    )


def _me(request: Request) -> Person:
    if request.rights.person is None:
        raise Http404
    return get_object_or_404(Person.objects.current().for_page(), uuid=request.rights.person)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _at_home(mine: Person) -> list[Person]:
    return list(Person.objects.members_of(mine.household)) if mine.household else []
