"""What procedures do when something happens: the portal is told, people forgotten, communes followed."""

from uuid import UUID

from django.conf import settings

from tinhso.core.cases.models import Case
from tinhso.events.reactions import Delivered, reacts_to
from tinhso.government.procedures.actions.exchange import note_change
from tinhso.government.procedures.actions.exchange.dossiers import code_of
from tinhso.government.procedures.actions.exchange.saying import status_in
from tinhso.government.procedures.actions.fees import let_fee_go
from tinhso.government.procedures.actions.forgetting import forget_filer, move_drafts, show_anew
from tinhso.government.procedures.actions.notifying import OF_DOSSIER, OF_MONEY, tell_of_dossier, tell_of_money
from tinhso.government.procedures.domain.steps import Action
from tinhso.government.procedures.events import (
    DossierAccepted,
    DossierDecided,
    DossierFiled,
    DossierMoved,
    DossierRefused,
    DossierStopped,
    DossierWithdrawn,
    ResultReleased,
    SupplementAsked,
    SupplementGiven,
)
from tinhso.government.procedures.models import Dossier
from tinhso.kit.actors import Actor

STEPS = {
    DossierAccepted.name: Action.ACCEPT,
    SupplementAsked.name: Action.ASK_SUPPLEMENT,
    SupplementGiven.name: Action.GIVE_SUPPLEMENT,
    DossierDecided.name: Action.DECIDE,
    ResultReleased.name: Action.RELEASE,
    DossierRefused.name: Action.REFUSE,
    DossierStopped.name: Action.STOP,
    DossierWithdrawn.name: Action.WITHDRAW,
}
NEW_DATES = ("cases.CaseExtended", "cases.CaseDueMoved")
"""The promised day changed, the state did not."""


@reacts_to(DossierFiled.name, DossierMoved.name, *STEPS, *NEW_DATES)
def tell_the_portal(delivered: Delivered) -> None:
    """Note for the national portal where a dossier came to; what the portal does not count is not told."""
    if not settings.PORTAL_URL:
        return
    rows = Dossier.objects.select_related("case__definition")
    dossier = rows.filter(case__uuid=delivered.about).first()
    if dossier is None:
        return
    state = _reached(delivered, dossier.case)
    status = status_in(dossier.case, state)
    if status is None:
        return
    note_change(
        dossier=dossier.uuid,
        code=code_of(dossier),
        status=status,
        step=state,
        moment=delivered.at,
        entry=delivered.seq,
        at=delivered.at,
    )


def _reached(delivered: Delivered, case: Case) -> str:
    """The state that was reached then; the case may have gone on since."""
    if delivered.name == DossierMoved.name:
        return str(delivered.data["to_state"])
    if delivered.name == DossierFiled.name:
        return case.blueprint.start
    if delivered.name in NEW_DATES:
        return case.state
    rule = case.blueprint.actions.get(STEPS[delivered.name])
    return rule.to or case.state if rule else case.state


@reacts_to(*OF_DOSSIER)
def tell_the_applicant(delivered: Delivered) -> None:
    """Whoever applied, or represents them, learns how it stands."""
    tell_of_dossier(delivered)


@reacts_to(*OF_MONEY)
def tell_the_payer(delivered: Delivered) -> None:
    """Whoever applied learns that a fee is asked for, came, or went back."""
    tell_of_money(delivered)


@reacts_to(DossierWithdrawn.name, DossierRefused.name, DossierStopped.name)
def dossier_ended(delivered: Delivered) -> None:
    """Nothing more is asked for; a fee for which nothing was done goes back."""
    dossier = Dossier.objects.filter(case__uuid=delivered.about, fee_asked=True).first()
    if dossier:
        let_fee_go(dossier, ended_from=str(delivered.data["from_state"]), by=Actor.system(), at=delivered.at)


@reacts_to("people.PersonForgotten")
def person_forgotten(delivered: Delivered) -> None:
    """Drafts, own store, sealed numbers and the name in search go."""
    forget_filer(UUID(delivered.about), by=Actor.system(), at=delivered.at)


@reacts_to("people.PersonCorrected", "people.PeopleMerged")
def person_changed(delivered: Delivered) -> None:
    """A dossier is found by the name its applicant has now."""
    show_anew(Dossier.objects.of_person(UUID(delivered.about)))


@reacts_to("cases.CaseRehomed")
def case_rehomed(delivered: Delivered) -> None:
    """A dossier went along to another commune: its officers find it."""
    show_anew(Dossier.objects.filter(case__uuid=delivered.about))


@reacts_to("places.PlaceSucceeded")
def place_succeeded(delivered: Delivered) -> None:
    """A commune went whole into another: what people have begun to fill in will be filed there."""
    if not delivered.data["part"]:
        move_drafts(old=int(delivered.data["old"]), new=int(delivered.data["new"]))
