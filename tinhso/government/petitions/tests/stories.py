"""What the stories of petitions share: what somebody says, who acts, the way to an answer."""

import json
from collections.abc import Callable
from datetime import datetime
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from conftest import World
from tinhso.core.accounts.models import Account, Post
from tinhso.events.models import Entry, Payload
from tinhso.events.reactions import Delivered, handlers
from tinhso.government.petitions.actions.answering import answer_petition
from tinhso.government.petitions.actions.handling import take_in
from tinhso.government.petitions.actions.sending import Said, send_petition
from tinhso.government.petitions.domain.words import Kind, Way
from tinhso.government.petitions.models import Petition, Topic
from tinhso.kit.actors import Actor

BRIDGE = "Cầu treo đầu bản gãy hai tấm ván, trẻ em đi học rất sợ."
ANSWERED = "Xã đã thay ván mới hôm qua. Cảm ơn chị đã báo."


def scan(name: str = "cau.jpg") -> SimpleUploadedFile:
    """A small photo."""
    held = BytesIO()
    Image.new("RGB", (64, 48), "#7a9").save(held, "JPEG")
    return SimpleUploadedFile(name, held.getvalue(), content_type="image/jpeg")


def actor(account: Account) -> Actor:
    return Actor(account=account.pk, person=account.person_id)


def who(world: World, name: str) -> Actor:
    return actor(world.account(name))


def said(world: World, *, topic: str = "roads.bridge", words: str = BRIDGE, **also: object) -> Said:
    """What chị Mỷ says of her own village, unless another is named."""
    told: dict[str, object] = {
        "kind": Kind.BROKEN, "topic": Topic.objects.select_related("parent").get(code=topic), "words": words,
        "place": world.person("my").home, "channel": Way.PAGE, "applicant": world.person("my"), "may_show": True,
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
    found = posts.select_related("account").order_by("pk").first()
    assert found, f"nobody heads {case.agency} in {case.place}"
    return actor(found.account)


def answered(petition: Petition, *, at: datetime) -> Petition:
    """Taken in and answered by the head at once."""
    take_in(petition, by=owner_of(petition), at=at)
    return answer_petition(petition, words=ANSWERED, by=head_of(petition), at=at)


def hand_over(petition: Petition, *reactions: Callable[[Delivered], None]) -> None:
    """Hand the log's entries about a petition to reactions, each to those that asked for it; twice is once."""
    for reaction in reactions:
        handler, names = handlers()[f"{reaction.__module__}.{reaction.__name__}"]
        about = str(petition.case.uuid)
        for entry in Entry.objects.filter(about=about, name__in=names).order_by("pk"):
            data = json.loads(Payload.objects.get(entry=entry).data)
            handler(
                Delivered(
                    seq=entry.pk, name=entry.name, version=1, data=data, about_kind=entry.about_kind,
                    about=entry.about, place=entry.place, at=entry.at,
                )
            )  # fmt: skip


def entry(name: str, about: str, at: datetime, **data: object) -> Delivered:
    """One entry of another system, as its reactions get it."""
    return Delivered(seq=1, name=name, version=1, data=data, about_kind="", about=about, place=None, at=at)
