"""Reporting for someone who agreed to it beside the helper: consent and report are one change."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from tinhso.core.accounts.actions import Agreed, do_by_consent
from tinhso.core.accounts.actions.whom import Whom, person_helped
from tinhso.core.accounts.domain.consents import Done
from tinhso.core.people.models import Person
from tinhso.government.petitions.actions.reporting import Sender, report
from tinhso.government.petitions.actions.sending import Said
from tinhso.government.petitions.domain.assisting import CONSENT, TYPED
from tinhso.government.petitions.models import Petition
from tinhso.kit.actors import Actor
from tinhso.kit.addresses import url


@transaction.atomic
def report_for(
    say: Callable[[Person], Said], *, sender: Sender, whom: Whom, agreed: Agreed, by: Actor, at: datetime
) -> Petition:
    """Send what somebody reports through a helper. `say` is told who they are, for where they live.

    Raises what `person_helped`, `do_by_consent` and `report` raise.
    """
    person = person_helped(whom, by=by, at=at)

    def do(actor: Actor) -> tuple[Petition, Done]:
        sent = report(say(person), sender=sender, by=actor, at=at)
        title = f"{sent.topic.said('vi')} · {sent.place.name}"
        return sent, Done(ref=sent.ref, title=title, url=url("typed_petition", sent.uuid), typed=(TYPED,))

    return do_by_consent(person, task=CONSENT, agreed=agreed, do=do, by=by, at=at)
