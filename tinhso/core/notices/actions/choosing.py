"""What people choose about messages, and the addresses that they give."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.notices.clients.mail import is_mail_address
from tinhso.core.notices.clients.push import origin_of
from tinhso.core.notices.domain.channels import Channel
from tinhso.core.notices.domain.hours import Quiet
from tinhso.core.notices.events import ChoiceMade, ContactConfirmed, ContactGiven, ContactWithdrawn
from tinhso.core.notices.models import Choice, Contact, Kind
from tinhso.core.notices.models.people import print_of
from tinhso.core.people.models import Person
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.lines import WrongAddress
from tinhso.kit.refusals import NotYours, Refusal

MOST_BROWSERS = 10


class MustBeTold(Refusal):
    sentence = _("The law wants that you are told this. You may choose by which way.")
    field = "refused"


class HoursUnreadable(Refusal):
    sentence = _("Write the hours like 21:00-07:00.")
    field = "quiet"


class NoMailAddress(Refusal):
    sentence = _("This is no e-mail address. It looks like ten@vidu.vn.")
    field = "email"


class BrowserUnknown(Refusal):
    sentence = _("This browser cannot be notified from here. Choose another way.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What someone wants, for one kind of message or (empty) for everything."""

    kind: str = ""
    channels: Sequence[Channel] = ()
    language: str = ""
    digest: bool = False
    refused: bool = False
    quiet: str = ""


@transaction.atomic
def choose(person: Person, wanted: Chosen, *, by: Actor, at: datetime) -> Choice:
    """Keep what a person wants. Raises MustBeTold, HoursUnreadable, NotYours."""
    _own(person, by)
    if wanted.refused and not Kind.objects.filter(code=wanted.kind, refusable=True).exists():
        raise MustBeTold
    choice, _new = Choice.objects.select_for_update().get_or_create(person=person.uuid, kind=wanted.kind)

    choice.channels = [channel.value for channel in dict.fromkeys(wanted.channels)]
    choice.language, choice.digest, choice.refused = wanted.language, wanted.digest, wanted.refused
    choice.quiet = _hours(wanted.quiet)
    choice.save()

    made = ChoiceMade(kind=Code(wanted.kind), refused=wanted.refused)
    record(made, about=person, by=by, at=at, place=person.home_id)
    return choice


@transaction.atomic
def give_mail(person: Person, address: str, *, by: Actor, at: datetime) -> Contact:
    """Keep an e-mail address, sealed; it is used when it is proven (`send_code`, `prove`). Raises NoMailAddress."""
    _own(person, by)
    plain = address.strip()
    if len(plain) > 254 or not is_mail_address(plain):
        raise NoMailAddress
    return _give(person, Channel.EMAIL, plain, by=by, at=at)


@transaction.atomic
def give_browser(person: Person, subscription: str, *, by: Actor, at: datetime) -> Contact:
    """Keep the subscription of a browser (Push API, JSON), sealed; it proves itself. Raises BrowserUnknown."""
    _own(person, by)
    contact = _give(person, Channel.PUSH, _subscription(subscription), by=by, at=at)
    if contact.confirmed_at is None or contact.wrong_since:
        contact.confirmed_at, contact.wrong_since = at, None
        contact.save(update_fields=["confirmed_at", "wrong_since"])
        record(ContactConfirmed(channel=Code(contact.channel)), about=contact, by=by, at=at)
    browsers = Contact.objects.filter(person=person.uuid, channel=Channel.PUSH).order_by("-given_at", "-id")
    Contact.objects.filter(pk__in=list(browsers.values_list("pk", flat=True)[MOST_BROWSERS:])).delete()
    return contact


@transaction.atomic
def withdraw_contact(person: Person, uuid: UUID, *, by: Actor, at: datetime) -> None:
    """Forget an address. One that is gone already is no mistake."""
    _own(person, by)
    contact = Contact.objects.select_for_update().filter(person=person.uuid, uuid=uuid).first()
    if contact is not None:
        record(ContactWithdrawn(channel=Code(contact.channel)), about=contact, by=by, at=at)
        contact.delete()


def _give(person: Person, channel: Channel, address: str, *, by: Actor, at: datetime) -> Contact:
    known = Contact.objects.filter(person=person.uuid, channel=channel.value, print=print_of(address)).first()
    if known is not None:
        return known
    contact = Contact(person=person.uuid, channel=channel.value, given_at=at)
    contact.keep(address)
    contact.save()
    record(ContactGiven(channel=Code(channel)), about=contact, by=by, at=at)
    return contact


def _subscription(text: str) -> str:
    """The parts of a subscription that are needed, in canonical JSON. Raises BrowserUnknown."""
    try:
        told = json.loads(text[:4_000])
        keys = {name: str(told["keys"][name]) for name in ("auth", "p256dh")}
        origin_of(str(told["endpoint"]))
        return json.dumps({"endpoint": str(told["endpoint"]), "keys": keys}, sort_keys=True)
    except (ValueError, KeyError, TypeError, WrongAddress) as wrong:
        raise BrowserUnknown from wrong


def _hours(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return str(Quiet.read(text))
    except (ValueError, TypeError) as wrong:
        raise HoursUnreadable from wrong


def _own(person: Person, by: Actor) -> None:
    """Each chooses for oneself; who acts for another with a mandate chooses for that one."""
    if person.uuid not in (by.for_person or by.person, None):
        raise NotYours
