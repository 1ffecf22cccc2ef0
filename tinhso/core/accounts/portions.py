"""What accounts know of one person: how they come in, and who may act for them."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.core.accounts.models import Account, Consent, Mandate, Session
from tinhso.kit.portions import Plain, Sheet
from tinhso.kit.saying import local


def tell(person: UUID) -> Sequence[Sheet]:
    """Accounts, where they are signed in, mandates given, what was done by their consent."""
    return [_accounts(person), _sessions(person), _mandates(person), _consents(person)]


def _accounts(person: UUID) -> Sheet:
    rows = Account.objects.filter(person__uuid=person).order_by("pk")
    told: list[list[Plain]] = [[local(one.opened_at).isoformat(), one.username, one.level] for one in rows]
    return Sheet("accounts", _("My account"), {"since": _("Since when"), "name": _("Name"), "level": _("Level")}, told)


def _sessions(person: UUID) -> Sheet:
    rows = Session.objects.filter(account__person__uuid=person).order_by("-seen_at")
    told = [[one.device, local(one.opened_at).isoformat(), local(one.seen_at).isoformat()] for one in rows]
    heads = {"device": _("Device"), "since": _("Since when"), "last": _("Last used")}
    return Sheet("sessions", _("Where I am signed in"), heads, told)


def _mandates(person: UUID) -> Sheet:
    rows = Mandate.objects.filter(person__uuid=person).select_related("account__person").order_by("-starts_at")
    told = [
        [one.account.called, local(one.starts_at).isoformat(), local(one.withdrawn_at or one.ends_at).isoformat()]
        for one in rows
    ]
    return Sheet(
        "mandates", _("Who may act for me"), {"who": _("Who"), "since": _("Since when"), "until": _("Until")}, told
    )


def _consents(person: UUID) -> Sheet:
    told = [
        [one.mandate.account.called, local(one.said_at).isoformat(), one.words, one.title, one.ref]
        for one in Consent.objects.of_person(person)
    ]
    heads = {"who": _("Who"), "when": _("When"), "words": _("To which words"), "what": _("What"), "code": _("Code")}
    return Sheet("consents", _("Done for me"), heads, told)
