"""My data: a copy of everything, and what else one may ask."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.http.response import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.core.accounts.actions.proofs import is_fresh
from tinhso.core.own_data.actions import ask_copy, open_copy
from tinhso.core.own_data.actions.asking import own_requests
from tinhso.core.own_data.models import Copy
from tinhso.core.people.models import Person
from tinhso.kit.doors import Request, signed_in
from tinhso.kit.homes import Card, home_card
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal


@signed_in
@require_safe
def own_data(request: Request) -> HttpResponse:
    """What one may ask about one's own data, what was asked, and the copy that lies ready."""
    person = myself(request)
    copy = Copy.objects.of_person(person.uuid).filter(destroyed_at=None).first()
    values = {
        "copy": copy,
        "ready": copy is not None and copy.is_ready(request.at),
        "requests": own_requests(person),
        "days": settings.COPY_DAYS,
        "spoken": get_language() or "vi",
    }
    return page(request, "own_data/own_data.html", values)


@signed_in
@require_POST
def ask(request: Request) -> HttpResponseBase:
    """A copy of everything, please."""
    person = myself(request)
    if not is_fresh(request.session, at=request.at):
        return _prove_first()
    try:
        ask_copy(person, language=get_language() or "vi", session=request.session, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    else:
        messages.success(request, _("Your copy is being made. A message comes when it is ready."))
    return redirect("own_data")


@signed_in
@require_safe
def take(request: Request, uuid: UUID) -> HttpResponseBase:
    """The copy, as a file to keep."""
    copy = get_object_or_404(Copy.objects.of_person(myself(request).uuid), uuid=uuid)
    if not is_fresh(request.session, at=request.at):
        return _prove_first()
    try:
        pieces = open_copy(copy, session=request.session, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
        return redirect("own_data")
    answer = StreamingHttpResponse(pieces, content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_("my-data")}.zip"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@home_card("citizen")
def data_card(request: Request) -> Card | None:
    """The way to my data, on my home."""
    title, text = gettext_lazy("My data"), gettext_lazy("Take a copy, correct something, ask why.")
    return Card(title=title, text=text, url=reverse("own_data"), icon="folder-user") if request.rights.person else None


def myself(request: Request) -> Person:
    """The person behind the account; no mandate reaches their whole data (404 without a person)."""
    if request.actor.person is None:
        raise Http404
    rows = Person.objects.current().select_related("home__parent")
    return get_object_or_404(rows, uuid=request.actor.person)


def _prove_first() -> HttpResponseBase:
    return redirect(f"{reverse('again')}?{urlencode({'next': reverse('own_data')})}")
