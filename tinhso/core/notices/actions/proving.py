"""Codes that prove that a telephone number or an address is one's own, and what keeps them from being pumped (P24)."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy

from tinhso.core.notices.actions.claiming import Numbers
from tinhso.core.notices.actions.gateways import purse_of
from tinhso.core.notices.domain.channels import Channel
from tinhso.core.notices.domain.limits import WATCHED, is_ours, is_pumped
from tinhso.core.notices.events import CodeSent, CodesStopped, ContactConfirmed
from tinhso.core.notices.models import Contact, Gateway, Proof
from tinhso.core.notices.models.people import print_of
from tinhso.core.people.models import Person
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours, Refusal

GOOD_FOR = timedelta(minutes=10)
STOPPED_FOR = timedelta(hours=1)
A_PERSON_AN_HOUR = 5


class NoCodeNow(Refusal):
    """Whatever the reason, the same words: which numbers exist and which limit held is not told."""

    sentence = gettext_lazy("We cannot send a code just now. Try again in an hour, or come to the commune office.")


class WrongCode(Refusal):
    sentence = gettext_lazy(
        "This is not the code that we sent last, or it is too old. Type it again, or ask for another."
    )
    field = "code"


def send_code(
    person: Person, channel: Channel, address: str, *, language: str = "vi", by: Actor, at: datetime
) -> Proof:
    """Let a code go to a number (E.164) or an e-mail address of a person; the worker sends it.

    Raises NoCodeNow, NotYours.
    """
    if person.uuid not in (by.for_person or by.person, None):
        raise NotYours
    if (channel is Channel.SMS and not is_ours(address)) or codes_are_stopped(channel, at=at):
        raise NoCodeNow
    return _ask(person, channel, address, language, by, at)


@transaction.atomic
def codes_are_stopped(channel: Channel, *, at: datetime) -> bool:
    """Whether hardly anyone types in the codes that we send: then none goes for an hour, and the log says so."""
    line = Gateway.objects.select_for_update().get(pk=Gateway.of(channel).pk)
    since = line.codes_stopped_at
    if since and at < since + STOPPED_FOR:
        return True
    recent = Proof.objects.filter(channel=channel.value, **({"asked_at__gt": since} if since else {}))
    last = list(recent.order_by("-asked_at", "-id").values_list("typed_at", flat=True)[:WATCHED])
    if not is_pumped([typed is not None for typed in last]):
        return False
    line.codes_stopped_at = at
    line.save(update_fields=["codes_stopped_at"])
    record(CodesStopped(), about=line, by=Actor.system(), at=at)
    return True


@transaction.atomic
def _ask(person: Person, channel: Channel, address: str, language: str, by: Actor, at: datetime) -> Proof:
    Gateway.objects.select_for_update().get(pk=Gateway.of(channel).pk)
    _refuse_too_many(person, channel, address, at)
    with purse_of(channel, at=at) as purse:
        if channel is Channel.SMS and not purse.take(1):
            raise NoCodeNow

    proof = Proof(person=person.uuid, channel=channel.value, language=language, asked_at=at, ends_at=at + GOOD_FOR)
    proof.keep(address, f"{secrets.randbelow(1_000_000):06}")
    proof.save()

    record(CodeSent(channel=Code(channel)), about=proof, by=by, at=at, place=person.home_id)
    return proof


def prove(person: Person, channel: Channel, typed: str, *, by: Actor, at: datetime) -> Contact:
    """The person typed the code in: the address is theirs. A wrong one is counted. Raises WrongCode, NotYours."""
    if person.uuid not in (by.for_person or by.person, None):
        raise NotYours
    contact = _proven(person, channel, "".join(typed.split()), by, at)
    if contact is None:
        raise WrongCode
    return contact


def _refuse_too_many(person: Person, channel: Channel, address: str, at: datetime) -> None:
    """Raises NoCodeNow for a number that was written to too often, or a person who asks too often."""
    if channel is Channel.SMS and Numbers([address], at).free_from(print_of(address)) > at:
        raise NoCodeNow
    lately = Proof.objects.filter(person=person.uuid, channel=channel.value, asked_at__gt=at - timedelta(hours=1))
    if lately.count() >= A_PERSON_AN_HOUR:
        raise NoCodeNow


@transaction.atomic
def _proven(person: Person, channel: Channel, typed: str, by: Actor, at: datetime) -> Contact | None:
    mine = Proof.objects.select_for_update().filter(person=person.uuid, channel=channel.value)
    proof = mine.open(at).first()
    if proof is None:
        return None
    if not proof.is_code(typed):
        proof.tries += 1
        proof.save(update_fields=["tries"])
        return None
    proof.typed_at, proof.sealed = at, None
    proof.save(update_fields=["typed_at", "sealed"])
    contact, _new = Contact.objects.get_or_create(
        person=person.uuid, channel=channel.value, print=proof.print, defaults={"given_at": at}
    )
    contact.confirmed_at, contact.wrong_since = at, None
    contact.save(update_fields=["confirmed_at", "wrong_since"])
    record(ContactConfirmed(channel=Code(channel)), about=contact, by=by, at=at, place=person.home_id)
    return contact
