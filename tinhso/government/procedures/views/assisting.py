"""A member of a team files for someone beside them: the whole procedure on one page, sent in one post.

The page shows nothing of anyone, so that phones may carry it along; what the register knows is filled in here and never
shown to the helper. Afterwards the slip, and later what they typed, to be read to the person.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.core.accounts.actions.whom import Whom, find_helped
from tinhso.core.accounts.forms import ConsentForm, WhomForm
from tinhso.core.accounts.models import Consent
from tinhso.core.accounts.views.helping import chosen_person, whom_form
from tinhso.core.cases.actions.slips import secret, token
from tinhso.core.cases.domain.slips import spoken
from tinhso.core.cases.forms import answers_of as heard
from tinhso.core.cases.forms import form_for
from tinhso.core.cases.forms.answers import AnswerForm
from tinhso.core.cases.models import Case
from tinhso.core.cases.views.slips import followed
from tinhso.core.outbox.views.taking import TakenIn, by_outbox, made_at, with_reasons
from tinhso.core.people.models import Person
from tinhso.government.procedures.actions.assisting import Brings, file_for
from tinhso.government.procedures.actions.checking import NotComplete
from tinhso.government.procedures.actions.drafts import levels_filed_here, refuse_elsewhere, version_of
from tinhso.government.procedures.domain.asking import every_field
from tinhso.government.procedures.domain.assisting import CONSENT, filled_up, known_keys, typed_keys
from tinhso.government.procedures.domain.needs import needs
from tinhso.government.procedures.domain.steps import Door, Release
from tinhso.government.procedures.forms.assisting import PhotosForm
from tinhso.government.procedures.models import Dossier, Procedure, ProcedureVersion
from tinhso.government.procedures.models.asking import answers_of_new, day_facts, facts_of, first_answers, form_of
from tinhso.government.procedures.models.laws import catalogue_on, law_of
from tinhso.government.procedures.views.said import said_answers
from tinhso.government.procedures.views.tracking import receipt_of
from tinhso.government.procedures.views.whose import language
from tinhso.kit.addresses import url
from tinhso.kit.doors import Request, signed_in
from tinhso.kit.doors import needs as needs_permission
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal


@needs_permission("give_mandate")
@require_http_methods(["GET", "POST"])
@by_outbox
def file_for_someone(request: Request, slug: str) -> HttpResponse:
    """Who, their consent, the questions, photos of the papers: one page, one post. Sent, the slip."""
    try:
        version = version_of(get_object_or_404(Procedure, slug=slug), at=request.at)
        refuse_elsewhere(law_of(version).level)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
        return redirect("procedures")
    posted = request.POST if request.method == "POST" else None
    whom = whom_form(request)
    law, files = law_of(version), request.FILES if posted is not None else None
    consent = ConsentForm(posted, files)
    photos = PhotosForm(posted, files, needs=needs(law, Door.HELPER))
    form = _questions(request, version, whom, posted)
    forms = (whom, consent, form, photos)
    if posted is not None and not any(one.errors for one in forms):
        try:
            dossier = _file(request, version, whom, consent, form, photos)
        except NotComplete as refusal:
            _show_lacks(refusal, form, photos)
        except Refusal as refusal:
            tell(next((one for one in forms if refusal.at_field in one.fields), whom), refusal)
        else:
            slip = reverse("track_step", args=[dossier.ref, token(dossier.case), "slip"])
            return TakenIn(slip, ref=dossier.ref, code=f"{dossier.ref} {spoken(secret(dossier.case))}")
    wrong = any(one.errors for one in forms)
    values = {"law": law, "whom": whom, "consent_form": consent, "form": form, "photos": photos, "task": CONSENT,
              "known": known_keys(law), "wrong": wrong}  # fmt: skip
    return with_reasons(page(request, "procedures/assisting/file.html", values, status=400 if wrong else 200), *forms)


@needs_permission("give_mandate")
@require_safe
def papers_for_someone(request: Request) -> HttpResponse:
    """What can be filed for someone."""
    behind = f"?person={person}" if (person := chosen_person(request)) else ""
    here = levels_filed_here()
    laws = [law for version, law in catalogue_on(timezone.localdate(request.at)) if not version.is_suspended]
    ways = [(law.title, url("file_for_someone", law.slug) + behind) for law in laws if law.level in here]
    return page(request, "procedures/assisting/papers.html", {"ways": ways})


@followed("procedures", "slip")
def dossier_slip(request: Request, case: Case, key: str) -> HttpResponse:
    """It has arrived: the code, the nine digits, the square; no name."""
    dossier = Dossier.objects.for_page().get(case=case)
    follow = reverse("track_one", args=[case.ref, key])
    return page(request, "procedures/assisting/slip.html", receipt_of(request, dossier) | {"follow": follow})


@signed_in
@require_safe
def typed_dossier(request: Request, uuid: UUID) -> HttpResponse:
    """What was typed for someone, to be read to them: all of it for themselves, for who typed it their own part."""
    dossier = get_object_or_404(Dossier.objects.for_page().select_related("mandate"), uuid=uuid)
    consent = get_object_or_404(Consent.objects.readable(request.actor, request.at), mandate=dossier.mandate)
    own = consent.mandate.person_id == request.actor.person
    seen = set(dossier.case.values) if own else set(dossier.case.values) & set(consent.typed)
    parts = [
        (
            part.title.said(language()),
            said_answers([one for one in part.fields if one.key in seen], dossier.case.values),
        )
        for part in form_of(dossier.version)
    ]
    values = {"dossier": dossier, "consent": consent, "own": own, "parts": [part for part in parts if part[1]]}
    return page(request, "procedures/assisting/typed.html", values)


def _questions(request: Request, version: ProcedureVersion, whom: WhomForm, posted: QueryDict | None) -> AnswerForm:
    """The questions; what the register knows of the person stands for what was left empty."""
    data = posted
    if posted is not None and whom.is_valid():
        try:
            person = find_helped(whom.whom, by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(whom, refusal)
        else:
            data = posted.copy()
            for key, said in _known(version, person, whom.whom, posted.dict()).items():
                data[key] = said
    return form_for(every_field(form_of(version)), None, language(), data=data, facts=day_facts(request.at))


def _known(version: ProcedureVersion, person: Person | None, whom: Whom, typed: Mapping[str, Any]) -> dict[str, str]:
    if person:
        return filled_up(law_of(version), typed, first_answers(version, person), facts_of(person))
    facts = {
        "full_name": whom.name.full if whom.name else None,
        "born": whom.born.isoformat() if whom.born else None,
        "birth_year": str(whom.year) if whom.year else None,
        "personal_id": whom.number.digits if whom.number else None,
    }
    return filled_up(law_of(version), typed, answers_of_new(version, facts), facts)


def _file(
    request: Request,
    version: ProcedureVersion,
    whom: WhomForm,
    consent: ConsentForm,
    form: AnswerForm,
    photos: PhotosForm,
) -> Dossier:
    brings = Brings(
        answers=heard(form),
        typed=typed_keys(law_of(version), {key for key, said in request.POST.items() if said}),
        photos=photos.photos,
        hand_back=Release(photos.cleaned_data["hand_back"]),
    )
    agreed = consent.agreed(made_at(request))
    return file_for(version, brings, whom=whom.whom, agreed=agreed, by=request.actor, at=request.at)


def _show_lacks(refusal: NotComplete, form: AnswerForm, photos: PhotosForm) -> None:
    """Each thing that is lacking at its own place."""
    for lack in refusal.lacks:
        name = f"file_{lack.key}" if lack.is_paper else lack.key
        shown = photos if lack.is_paper else form
        shown.add_error(name if name in shown.fields else None, lack.sentence)
