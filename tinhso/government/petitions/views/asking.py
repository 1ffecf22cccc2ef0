"""From "who looked at my data": ask the office that did."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.core.people.actions.reading import told_of_readings
from tinhso.core.people.models import Person, Reading
from tinhso.government.petitions.actions.asking import ask_why, office_of, question
from tinhso.government.petitions.forms.asking import WhyOpenedForm
from tinhso.government.petitions.models import AskedReading
from tinhso.government.petitions.views.telling import language
from tinhso.kit.doors import Request, signed_in
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal


@signed_in
@require_http_methods(["GET", "POST"])
def ask_why_opened(request: Request, uuid: UUID) -> HttpResponse:
    """The question with the look it is about; sent, it is a report like any other. A foreign look is none (404)."""
    person = _asker(request)
    reading = get_object_or_404(Reading.objects.of_person(person.uuid), uuid=uuid)
    asked = AskedReading.objects.select_related("petition").filter(reading=uuid).first()
    if asked:
        return redirect("petition", asked.petition.uuid)
    [look] = told_of_readings([reading])
    form = WhyOpenedForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        told, office = form.cleaned_data, office_of(reading.post)
        try:
            sent = ask_why(
                look, office=office, person=person, words=told["words"], voice=told["voice"], language=language(),
                by=request.actor, at=request.at,
            )  # fmt: skip
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Your question is with the office. You see the answer here."))
            return redirect("petition", sent.uuid)
    values = {"look": look, "question": question(look), "form": form}
    return page(request, "petitions/mine/ask_why.html", values, status=400 if form.errors else 200)


def _asker(request: Request) -> Person:
    uuid = request.actor.for_person or request.actor.person
    if uuid is None:
        raise Http404
    return get_object_or_404(Person.objects.current().select_related("home__parent"), uuid=uuid)
