"""The demo's people: one click each. These doors exist only where the settings say that this is a demo."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tinhso.core.accounts.actions import act_for
from tinhso.core.accounts.domain.personas import DEMO_PIN, PERSONAS
from tinhso.core.accounts.events import Way
from tinhso.core.accounts.models import Account, Mandate
from tinhso.core.accounts.views.doors import enter
from tinhso.core.people.models import Person
from tinhso.kit.doors import Request, open_to_all
from tinhso.kit.pages import page


@open_to_all
@require_GET
def people(request: Request) -> HttpResponse:
    """Everyone one can be here."""
    here = Account.objects.filter(username__in=PERSONAS).select_related("person").in_bulk(field_name="username")
    rows = [(name, persona, here.get(persona.through or name)) for name, persona in PERSONAS.items()]
    return page(request, "accounts/demo.html", {"rows": [row for row in rows if row[2]], "pin": DEMO_PIN})


@open_to_all
@require_POST
def enter_as(request: Request, name: str) -> HttpResponseBase:
    """Sign in as one of them; as someone without an account, sign in as who helps them, acting for them."""
    persona = PERSONAS.get(name)
    account = Account.objects.filter(username=persona.through or name, is_active=True).first() if persona else None
    if persona is None or account is None:
        raise Http404
    answer = enter(request, account, Way.DEMO)
    if persona.through:
        _act_for(request, account, persona.full_name)
    return answer


def _act_for(request: Request, account: Account, full_name: str) -> None:
    person = Person.objects.current().filter(full_name=full_name).first()
    mandate = Mandate.objects.in_force(request.at).filter(account=account, person=person).first() if person else None
    if mandate is None:
        messages.warning(request, _("There is no leave to act for this person any more."))
        return
    actor, _rights = Account.objects.who_asks(request.session, at=request.at)
    act_for(mandate, session=request.session, by=actor, at=request.at)
