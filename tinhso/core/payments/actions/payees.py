"""Accounts that money is paid to: proposed by one person, open or closed when another agrees; tills of theirs."""

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.organisations.models import Organisation
from tinhso.core.payments.actions.cash import require_at
from tinhso.core.payments.events import PayeeApproved, PayeeProposed, PayeeRefused, TillOpened
from tinhso.core.payments.models import PayeeAccount, PayeeProposal, Till
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.kit.writing import insert, update

_BIN = re.compile(r"[0-9]{6}")
_NUMBER = re.compile(r"[0-9A-Z]{4,19}")
_TILL = re.compile(r"[A-Z0-9]{2,12}")


class NotAnAccount(Refusal):
    sentence = _("A bank has a code of six digits; an account number has 4 to 19 digits or capital letters.")
    field = "number"


class OpenBefore(Refusal):
    sentence = _("This account is open already.")
    field = "number"


class DecidedBefore(Refusal):
    sentence = _("This was decided before. Open the page again.")


class TakesAnother(Refusal):
    sentence = _("Who proposed it may not agree to it. Another person does.")


class TillTaken(Refusal):
    sentence = _("A till has a code of 2 to 12 capital letters and digits that no other till has.")
    field = "code"


@transaction.atomic
def propose_payee(
    *,
    organisation: Organisation,
    holder: str,
    bank_bin: str,
    number: str,
    collects: bool,
    by: Actor,
    at: datetime,
) -> PayeeProposal:
    """Propose an account that money will be paid to. Raises NotYours, NotAnAccount, OpenBefore."""
    require(by, "propose_payee", place=organisation.place_id, agency=organisation.pk, at=at)
    number = re.sub(r"[\s.-]", "", number).upper()
    if not (_BIN.fullmatch(bank_bin) and _NUMBER.fullmatch(number) and holder.strip()):
        raise NotAnAccount
    if PayeeAccount.objects.open().filter(bank_bin=bank_bin, number=number).exists():
        raise OpenBefore
    return _propose(
        PayeeProposal(
            kind=PayeeProposal.Kind.OPEN,
            organisation=organisation,
            holder=holder.strip()[:120],
            bank_bin=bank_bin,
            number=number,
            collects=collects,
        ),
        by=by,
        at=at,
    )


@transaction.atomic
def propose_closing(payee: PayeeAccount, *, by: Actor, at: datetime) -> PayeeProposal:
    """Propose that no more money is paid to an account. Raises NotYours, DecidedBefore when it is closed."""
    require_at(payee, "propose_payee", by=by, at=at)
    if payee.closed_at:
        raise DecidedBefore
    return _propose(
        PayeeProposal(
            kind=PayeeProposal.Kind.CLOSE,
            payee=payee,
            organisation=payee.organisation,
            holder=payee.holder,
            bank_bin=payee.bank_bin,
            number=payee.number,
            collects=payee.collects,
        ),
        by=by,
        at=at,
    )


def _propose(proposal: PayeeProposal, *, by: Actor, at: datetime) -> PayeeProposal:
    proposal.proposed_by_id, proposal.proposed_at = by.account, at
    insert(proposal)
    record(PayeeProposed(), about=proposal, by=by, at=at, place=proposal.organisation.place_id)
    return proposal


@transaction.atomic
def approve_payee(proposal: PayeeProposal, *, by: Actor, at: datetime) -> PayeeAccount:
    """A second person agrees: the account is open, or closed.

    Raises NotYours, DecidedBefore, TakesAnother, OpenBefore.
    """
    proposal = _undecided(proposal, by=by, at=at)
    payee = _opened(proposal, at) if proposal.kind == PayeeProposal.Kind.OPEN else _closed(proposal, at)
    proposal.payee = payee
    _decide(proposal, agreed=True, by=by, at=at)
    record(PayeeApproved(), about=payee, by=by, at=at, place=proposal.organisation.place_id)
    return payee


@transaction.atomic
def refuse_payee(proposal: PayeeProposal, *, by: Actor, at: datetime) -> PayeeProposal:
    """A second person does not agree. Raises NotYours, DecidedBefore, TakesAnother."""
    proposal = _undecided(proposal, by=by, at=at)
    _decide(proposal, agreed=False, by=by, at=at)
    record(PayeeRefused(), about=proposal, by=by, at=at, place=proposal.organisation.place_id)
    return proposal


@transaction.atomic
def open_till(payee: PayeeAccount, *, code: str, name: str, by: Actor, at: datetime) -> Till:
    """A desk where cash is taken for an account. Raises NotYours, TillTaken."""
    require_at(payee, "propose_payee", by=by, at=at)
    if not _TILL.fullmatch(code) or Till.objects.filter(code=code).exists():
        raise TillTaken
    till = Till.objects.create(payee=payee, code=code, name=name.strip()[:80] or code, opened_at=at)
    record(TillOpened(), about=till, by=by, at=at, place=payee.organisation.place_id)
    return till


def _undecided(proposal: PayeeProposal, *, by: Actor, at: datetime) -> PayeeProposal:
    found = PayeeProposal.objects.select_for_update(of=("self",)).select_related("organisation", "payee")
    proposal = found.get(pk=proposal.pk)
    office = proposal.organisation
    require(by, "approve_payee", place=office.place_id, agency=office.pk, at=at)
    if proposal.decided_at:
        raise DecidedBefore
    if proposal.proposed_by_id == by.account:
        raise TakesAnother
    return proposal


def _decide(proposal: PayeeProposal, *, agreed: bool, by: Actor, at: datetime) -> None:
    proposal.agreed, proposal.decided_by_id, proposal.decided_at = agreed, by.account, at
    update(proposal, ("payee", "agreed", "decided_by", "decided_at"))


def _opened(proposal: PayeeProposal, at: datetime) -> PayeeAccount:
    if PayeeAccount.objects.open().filter(bank_bin=proposal.bank_bin, number=proposal.number).exists():
        raise OpenBefore
    return PayeeAccount.objects.create(
        organisation=proposal.organisation,
        holder=proposal.holder,
        bank_bin=proposal.bank_bin,
        number=proposal.number,
        collects=proposal.collects,
        opened_at=at,
    )


def _closed(proposal: PayeeProposal, at: datetime) -> PayeeAccount:
    payee = PayeeAccount.objects.select_for_update().get(proposals=proposal)
    payee.closed_at = payee.closed_at or at
    payee.save(update_fields=["closed_at"])
    return payee
