"""What is known of people that matters for reaching them: telephone, addresses, home, account, and what they chose."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from tinhso.core.accounts.models import Account
from tinhso.core.notices.domain.channels import Channel
from tinhso.core.notices.domain.hours import Quiet
from tinhso.core.notices.domain.limits import is_ours
from tinhso.core.notices.domain.planning import Means, Wish
from tinhso.core.notices.models import Choice, Contact
from tinhso.core.notices.models.people import print_of
from tinhso.core.people.models import Person


@dataclass(frozen=True, slots=True)
class Reached:
    """One living person: their row of today (a merged one leads to it), how they can be reached, what they chose."""

    person: UUID
    phone: str
    home: int | None
    account: bool
    means: Means
    wish: Wish


def reached(people: Collection[UUID], *, kind: str) -> list[Reached]:
    """Everyone of these who lives and is not forgotten, each once."""
    rows = {row.uuid: row for row in map(_now, Person.objects.filter(uuid__in=people).select_related("merged_into"))}
    living = {uuid: row for uuid, row in rows.items() if not row.dead and row.forgotten_at is None}
    contacts, wrong = _contacts(living)
    wishes = _wishes(living, kind)
    held = set(Account.objects.filter(person__uuid__in=living, is_active=True).values_list("person", flat=True))
    return [
        Reached(
            person=uuid,
            phone=row.phone or "",
            home=row.home_id,
            account=uuid in held,
            means=_means(row, contacts[uuid], wrong[uuid]),
            wish=wishes[uuid],
        )
        for uuid, row in living.items()
    ]


def _now(person: Person) -> Person:
    return person.now


def _means(row: Person, channels: set[str], wrong: set[str]) -> Means:
    phone = row.phone or ""
    return Means(
        phone=bool(phone),
        mobile=bool(phone) and is_ours(phone) and not (wrong and print_of(phone) in wrong),
        push=Channel.PUSH in channels,
        email=Channel.EMAIL in channels,
        home=row.home_id is not None,
    )


def _contacts(people: Iterable[UUID]) -> tuple[dict[UUID, set[str]], dict[UUID, set[str]]]:
    """Channels by which each can be reached beside the telephone; prints of numbers that are known to be wrong."""
    usable, wrong = defaultdict[UUID, set[str]](set), defaultdict[UUID, set[str]](set)
    rows = Contact.objects.filter(person__in=list(people))
    for person, channel, mark, confirmed, since in rows.values_list(
        "person", "channel", "print", "confirmed_at", "wrong_since"
    ):
        if since:
            wrong[person].add(mark)
        elif confirmed:
            usable[person].add(channel)
    return usable, wrong


def _wishes(people: Iterable[UUID], kind: str) -> dict[UUID, Wish]:
    """What each chose for this kind, else for everything."""
    found: dict[UUID, dict[str, Choice]] = defaultdict(dict)
    for choice in Choice.objects.filter(person__in=list(people), kind__in=("", kind)):
        found[choice.person][choice.kind] = choice
    return {person: wish_of(found[person].get(""), found[person].get(kind) if kind else None) for person in people}


def wish_of(general: Choice | None, special: Choice | None) -> Wish:
    """What holds for one kind of message: what was chosen for it, else for everything."""
    channels = (special.channels if special else None) or (general.channels if general else None) or []
    return Wish(
        channels=tuple(Channel(one) for one in channels),
        language=(general.language if general else "") or "vi",
        digest=special.digest if special else bool(general and general.digest),
        refused=bool(special and special.refused),
        quiet=Quiet.read(general.quiet) if general and general.quiet else None,
    )
