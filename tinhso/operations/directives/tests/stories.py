"""The people of the stories and the facts they read."""

from datetime import date, timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from conftest import World
from tinhso.core.cases.models import Case
from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor
from tinhso.operations.directives.actions.issuing import Order, issue_directive
from tinhso.operations.directives.models import Directive
from tinhso.warehouse.models import Fact

OVERDUE, ON_TIME = "procedures.overdue", "procedures.on_time"


def who(world: World, name: str) -> Actor:
    account = world.account(name)
    return Actor(account=account.pk, person=account.person_id, post=account.posts.values_list("pk", flat=True).first())


def commune_of(world: World, name: str = "muon") -> Place:
    return world.account(name).posts.get().place


def committee_of(world: World, name: str = "muon") -> Organisation:
    return world.account(name).posts.get().organisation


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def given(world: World, **more: object) -> Directive:
    """Inh gives Muôn's committee a task."""
    told = {"title": "Giải quyết hồ sơ quá hạn", "content": "Xử lý hết hồ sơ quá hạn.", "deadline": in_days(10)}
    order = Order(lead=committee_of(world), **(told | more))
    return issue_directive(order, by=who(world, "inh"), at=timezone.now())


def state_of(directive: Directive) -> str:
    return Case.objects.get(pk=directive.case_id).state


def fact(code: str, place: Place, day: date, top: int, bottom: int | None = None) -> None:
    """What the warehouse says, in place of what it said."""
    Fact.objects.filter(indicator=code, place=place.pk, day=day, desk=None).delete()
    Fact.objects.create(
        indicator=code, place=place.pk, day=day, numerator=top, denominator=bottom, counted_at=timezone.now()
    )


def paper() -> SimpleUploadedFile:
    """A photo of what was done."""
    kept = BytesIO()
    Image.new("RGB", (60, 40), "white").save(kept, "PNG")
    return SimpleUploadedFile("bang-ke.png", kept.getvalue(), content_type="image/png")
