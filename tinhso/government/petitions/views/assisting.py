"""A member of a team reports for someone beside them: the whole report on one page, sent in one post.

The page shows nothing of anyone, so that phones may carry it along.
"""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.core.accounts.forms import ConsentForm, WhomForm
from tinhso.core.accounts.models import Consent
from tinhso.core.accounts.views.helping import whom_form
from tinhso.core.cases.actions.slips import secret
from tinhso.core.cases.domain.slips import spoken
from tinhso.core.outbox.views.taking import TakenIn, by_outbox, made_at, with_reasons
from tinhso.core.people.models import Person
from tinhso.government.petitions.actions.assisting import report_for
from tinhso.government.petitions.actions.reporting import TooQuick
from tinhso.government.petitions.actions.rules import NoOffice
from tinhso.government.petitions.actions.sending import Said, SlowDown
from tinhso.government.petitions.domain.assisting import CONSENT
from tinhso.government.petitions.domain.words import Way
from tinhso.government.petitions.forms.reporting import ReportForm
from tinhso.government.petitions.models import Petition
from tinhso.government.petitions.views.reporting import EMERGENCY, pictures, said_in, sender_of, slip_address
from tinhso.kit.doors import Request, needs, signed_in
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal


@needs("give_mandate")
@require_http_methods(["GET", "POST"])
@by_outbox
def report_for_someone(request: Request) -> HttpResponse:
    """Who, their consent, what it is, photo, voice, where. Sent, the slip."""
    posted = request.POST if request.method == "POST" else None
    files = request.FILES if posted is not None else None
    whom, consent, form = whom_form(request), ConsentForm(posted, files), ReportForm(posted, files, person=None)
    forms, status = (whom, consent, form), 200
    if posted is not None and not any(one.errors for one in forms):
        try:
            sent = _send(request, whom, consent, form)
        except (TooQuick, SlowDown) as refusal:
            tell(form, refusal)
            status = 429
        except NoOffice:
            form.add_error("where", _("Write which commune it is in, then it goes to the office there."))
        except Refusal as refusal:
            tell(next((one for one in forms if refusal.at_field in one.fields), form), refusal)
        else:
            return TakenIn(slip_address(sent), ref=sent.ref, code=f"{sent.ref} {spoken(secret(sent.case))}")
    status = 400 if status == 200 and any(one.errors for one in forms) else status
    values = {"whom": whom, "consent_form": consent, "form": form, "task": CONSENT, "pictures": pictures(),
              "emergency": EMERGENCY}  # fmt: skip
    return with_reasons(page(request, "petitions/report/for.html", values, status=status), *forms)


@signed_in
@require_safe
def typed_petition(request: Request, uuid: UUID) -> HttpResponse:
    """What was written down for someone, to be read to them."""
    petition = get_object_or_404(Petition.objects.select_related("case", "topic", "place__parent"), uuid=uuid)
    consent = get_object_or_404(
        Consent.objects.readable(request.actor, request.at), task=CONSENT.scope, ref=petition.ref
    )
    own = consent.mandate.person_id == request.actor.person
    return page(request, "petitions/report/typed.html", {"petition": petition, "consent": consent, "own": own})


def _send(request: Request, whom: WhomForm, consent: ConsentForm, form: ReportForm) -> Petition:
    def say(person: Person) -> Said:
        form.person = person
        return said_in(form, channel=Way.HELPER)

    agreed = consent.agreed(made_at(request))
    return report_for(say, sender=sender_of(request), whom=whom.whom, agreed=agreed, by=request.actor, at=request.at)
