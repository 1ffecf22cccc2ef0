"""Who writes a paper: the office at its head, the person at its foot."""

from datetime import datetime

from tinhso.core.accounts.models import Account, Post
from tinhso.core.organisations.models import Organisation
from tinhso.government.procedures.domain.papers import Office, Signer
from tinhso.kit.actors import Actor


def office_of(agency: Organisation) -> Office:
    """How an office stands at the head of a letter."""
    above = agency.parent.name if agency.parent else ""
    return Office(name=agency.name, place=agency.place.name, above=above, phone=agency.phone or "")


def signer_of(account: Account | None) -> Signer:
    """Who wrote it, with the title of their post; signed by hand."""
    post = Post.objects.filter(account=account).order_by("-pk").first() if account else None
    return Signer(name=account.called if account else "", lines=((post.title if post else "Cán bộ tiếp nhận").upper(),))


def post_of(by: Actor, *, at: datetime) -> Post | None:
    """The post from which somebody acts, else the newest that they hold."""
    if by.account is None:
        return None
    posts = Post.objects.in_force(at).filter(account=by.account)
    held = posts.select_related("organisation__parent", "organisation__place")
    return held.filter(pk=by.post or 0).first() or held.order_by("-pk").first()
