"""What the stories of petitions share: what somebody says, who acts, the way to an answer."""

from datetime import datetime

from django.utils import timezone

from conftest import World
from tinhso.core.accounts.models import Account, Post
from tinhso.government.petitions.actions.answering import answer_petition
from tinhso.government.petitions.actions.handling import take_in
from tinhso.government.petitions.actions.sending import Said, send_petition
from tinhso.government.petitions.domain.words import Kind, Way
from tinhso.government.petitions.models import Petition, Topic
from tinhso.kit.actors import Actor

BRIDGE = "Cầu treo đầu bản gãy hai tấm ván, trẻ em đi học rất sợ."
ANSWERED = "Xã đã thay ván mới hôm qua. Cảm ơn chị đã báo."


def actor(account: Account) -> Actor:
    return Actor(account=account.pk, person=account.person_id)


def who(world: World, name: str) -> Actor:
    return actor(world.account(name))


def said(world: World, *, topic: str = "roads.bridge", words: str = BRIDGE, **also: object) -> Said:
    """What chị Mỷ says of her own village, unless another is named."""
    told: dict[str, object] = {
        "kind": Kind.BROKEN, "topic": Topic.objects.select_related("parent").get(code=topic), "words": words,
        "place": world.person("my").home, "channel": Way.PAGE, "applicant": world.person("my"),
    }  # fmt: skip
    return Said(**(told | also))


def send(world: World, *, at: datetime | None = None, by: str = "my", **also: object) -> Petition:
    return send_petition(said(world, **also), by=who(world, by), at=at or timezone.now())


def owner_of(petition: Petition) -> Actor:
    """Who answers for it now."""
    return actor(Account.objects.get(pk=Petition.objects.get(pk=petition.pk).case.owner_id))


def head_of(petition: Petition) -> Actor:
    """A head of the office that has it, or of the one above."""
    case = Petition.objects.select_related("case__agency").get(pk=petition.pk).case
    offices = [case.agency_id, case.agency.parent_id]
    posts = Post.objects.in_force(timezone.now()).filter(organisation__in=offices, role="head")
    return actor(posts.select_related("account").order_by("pk")[0].account)


def answered(petition: Petition, *, at: datetime) -> Petition:
    """Taken in and answered by the head at once."""
    take_in(petition, by=owner_of(petition), at=at)
    return answer_petition(petition, words=ANSWERED, by=head_of(petition), at=at)
