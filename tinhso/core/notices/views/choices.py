"""How I want to be told: ways, language, hours, what I refuse, and the addresses I give."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tinhso.core.notices.actions import choose, give_browser, give_mail, prove, send_code, withdraw_contact
from tinhso.core.notices.actions.choosing import Chosen
from tinhso.core.notices.clients import is_open
from tinhso.core.notices.clients.push import public_key
from tinhso.core.notices.domain.channels import Channel
from tinhso.core.notices.domain.limits import is_ours
from tinhso.core.notices.forms import ChoiceForm, CodeForm, KindForm, MailForm
from tinhso.core.notices.models import Choice, Contact, Kind, Proof
from tinhso.core.notices.models.people import print_of
from tinhso.core.people.models import Person
from tinhso.kit.doors import Request, open_to_all, signed_in
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

WORKER = """
self.addEventListener("push", (event) => {
  const told = event.data ? event.data.json() : {};
  event.waitUntil(self.registration.showNotification(told.title || "", {
    body: told.body || "", tag: told.tag || "", data: { link: told.link || "/messages/" },
  }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data.link));
});
"""


@require_http_methods(["GET", "POST"])
@signed_in
def choices(request: Request) -> HttpResponse:
    """Everything I chose, to be changed."""
    person = _me(request)
    form = ChoiceForm.shows(Choice.objects.filter(person=person.uuid, kind="").first())
    if request.method == "POST":
        form = ChoiceForm(request.POST)
        if form.is_valid() and _chosen(request, person, form):
            messages.success(request, _("Kept."))
            return redirect("message_choices")
    return page(request, "notices/choices.html", _about(person, form))


@require_POST
@signed_in
def refuse(request: Request) -> HttpResponse:
    """Which kinds I do not want, of those that the law lets one refuse."""
    person, kinds = _me(request), _refusable()
    form = KindForm(request.POST)
    form.offer(kinds)
    if form.is_valid():
        for kind in kinds:
            wanted = Chosen(kind=kind.code, refused=kind.code in form.cleaned_data["refused"])
            choose(person, wanted, by=request.actor, at=request.at)
        messages.success(request, _("Kept."))
    return redirect("message_choices")


@require_POST
@signed_in
def give_mail_address(request: Request) -> HttpResponse:
    """An address, to which a code goes."""
    person, form = _me(request), MailForm(request.POST)
    if form.is_valid():
        try:
            contact = give_mail(person, form.cleaned_data["email"], by=request.actor, at=request.at)
            return _code_goes(request, person, Channel.EMAIL, contact.address)
        except Refusal as refusal:
            tell(form, refusal)
    shown = ChoiceForm.shows(Choice.objects.filter(person=person.uuid, kind="").first())
    return page(request, "notices/choices.html", _about(person, shown) | {"mail_form": form})


@require_POST
@signed_in
def ask_code(request: Request) -> HttpResponse:
    """A code to my telephone, to show that it is mine."""
    person = _me(request)
    try:
        return _code_goes(request, person, Channel.SMS, person.phone or "")
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
        return redirect("message_choices")


@require_http_methods(["GET", "POST"])
@signed_in
def type_code(request: Request, channel: str) -> HttpResponse:
    """I type in what was sent."""
    person = _me(request)
    if channel not in (Channel.SMS, Channel.EMAIL):
        raise Http404
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            prove(person, Channel(channel), form.cleaned_data["code"], by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("This is yours. We will write to you there."))
            return redirect("message_choices")
    return page(request, "notices/code.html", {"form": form, "channel": channel})


@require_POST
@signed_in
def give_this_browser(request: Request) -> HttpResponse:
    """This browser wants to be notified; its script sends the subscription."""
    try:
        give_browser(_me(request), request.POST.get("subscription", ""), by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    else:
        messages.success(request, _("This device will be notified."))
    return redirect("message_choices")


@require_POST
@signed_in
def drop_contact(request: Request, uuid: UUID) -> HttpResponse:
    withdraw_contact(_me(request), uuid, by=request.actor, at=request.at)
    messages.success(request, _("Forgotten."))
    return redirect("message_choices")


@require_GET
@open_to_all
def push_worker(request: Request) -> HttpResponse:
    """The script that shows a notification when the page is closed."""
    return HttpResponse(WORKER, content_type="text/javascript; charset=utf-8")


def _chosen(request: Request, person: Person, form: ChoiceForm) -> bool:
    told = form.cleaned_data
    wanted = Chosen(channels=form.channels, language=told["language"], digest=told["digest"], quiet=told["quiet"] or "")
    try:
        choose(person, wanted, by=request.actor, at=request.at)
    except Refusal as refusal:
        tell(form, refusal)
        return False
    return True


def _code_goes(request: Request, person: Person, channel: Channel, address: str) -> HttpResponse:
    send_code(person, channel, address, language=get_language() or "vi", by=request.actor, at=request.at)
    return redirect("type_code", channel.value)


def _about(person: Person, form: ChoiceForm) -> dict[str, Any]:
    kinds = _refusable()
    refused = Choice.objects.filter(person=person.uuid, refused=True).values_list("kind", flat=True)
    kind_form = KindForm(initial={"refused": list(refused)})
    kind_form.offer(kinds)
    contacts = list(Contact.objects.filter(person=person.uuid).order_by("given_at", "id"))
    phone = person.phone or ""
    known = next((one for one in contacts if phone and one.print == print_of(phone)), None)
    return {
        "person": person,
        "form": form,
        "kinds": kinds,
        "kind_form": kind_form,
        "mail_form": MailForm(),
        "mails": [one for one in contacts if one.channel == Channel.EMAIL],
        "browsers": [one for one in contacts if one.channel == Channel.PUSH],
        "phone": known,
        "may_text": is_open(Channel.SMS, "") and bool(phone) and is_ours(phone),
        "may_mail": is_open(Channel.EMAIL, ""),
        "push_key": public_key() if is_open(Channel.PUSH, "") else "",
        "awaited": list(Proof.objects.filter(person=person.uuid, typed_at=None).values_list("channel", flat=True)),
    }


def _refusable() -> list[Kind]:
    return list(Kind.objects.filter(refusable=True).order_by("code"))


def _me(request: Request) -> Person:
    person = Person.objects.filter(uuid=request.rights.person).first() if request.rights.person else None
    if person is None:
        raise Http404
    return person.now
