"""The account of each commune's committee: proposed by one person, agreed to by its head."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from tinhso.core.accounts.domain import Role
from tinhso.core.accounts.models import Post
from tinhso.core.organisations.models import Organisation
from tinhso.core.payments.actions import approve_payee, open_till, propose_payee
from tinhso.core.payments.domain.memos import plain
from tinhso.core.payments.models import PayeeAccount
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor
from tinhso.kit.demo import Demo

OPENED = timedelta(days=120)
AGRIBANK, VIETCOMBANK, BIDV = "970405", "970436", "970418"
BANKS = (AGRIBANK, AGRIBANK, AGRIBANK, VIETCOMBANK, BIDV)
SYSTEM = Actor.system()


def open_accounts(demo: Demo) -> list[PayeeAccount]:
    """Accounts and tills of the committees; those without a head keep none."""
    at = demo.now - OPENED
    return [_open(head, number, demo, at=at) for number, head in enumerate(_heads(), start=1)]


def _heads() -> Iterator[Post]:
    """One head of each committee, by commune."""
    communes = Place.objects.current().communes().within(Place.objects.home())
    committees = Organisation.objects.current().agencies().filter(parent=None, place__in=communes)
    heads = Post.objects.filter(role=Role.HEAD, organisation__in=committees).select_related("organisation__place")
    seen: set[int] = set()
    for head in heads.order_by("organisation_id", "pk"):
        if head.organisation_id not in seen:
            seen.add(head.organisation_id)
            yield head


def _open(head: Post, number: int, demo: Demo, *, at: datetime) -> PayeeAccount:
    committee = head.organisation
    proposal = propose_payee(
        organisation=committee,
        holder=plain(committee.name).upper(),
        bank_bin=demo.random.choice(BANKS),
        number=f"7900{demo.random.randrange(10**6):06}{number:03}",
        collects=True,
        by=SYSTEM,
        at=at,
    )
    payee = approve_payee(proposal, by=Actor(account=head.account_id), at=at)
    open_till(payee, code=f"Q{number:03}", name="Quầy Một cửa", by=SYSTEM, at=at)
    return payee
