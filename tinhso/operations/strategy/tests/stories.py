"""What the stories of strategies share."""

from decimal import Decimal
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import HealthCheck, settings
from PIL import Image

from conftest import World
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor
from tinhso.operations.strategy.actions.figures import FigureTold, take_figure
from tinhso.operations.strategy.actions.strategies import enter_strategy
from tinhso.operations.strategy.domain.documents import StrategyTold
from tinhso.operations.strategy.models import Target

CALM = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SYSTEM = Actor.system()


def who(world: World, name: str) -> Actor:
    account = world.account(name)
    return Actor(account=account.pk, person=account.person_id, post=account.posts.values_list("pk", flat=True).first())


def a_target(code: str = "plan", **told: object) -> Target:
    """A target of Xuân's office in a plan of its own; `told` is what its document says otherwise."""
    one = {"code": "one", "title": {"vi": "Một"}, "unit": "percent", "owner": "Sở Nội vụ"} | told
    goal = {"code": "goal", "title": {"vi": "Mục đích"}, "targets": [one]}
    paper = {
        "code": code, "title": {"vi": "Kế hoạch"}, "issuer": "UBND tỉnh", "begins": 2024, "until": 2030,
        "source": "thử", "goals": [goal],
    }  # fmt: skip
    strategy = enter_strategy(
        StrategyTold.model_validate(paper), Place.objects.home(), by=SYSTEM, at=timezone.now()
    )  # fmt: skip
    return Target.objects.select_related("goal__strategy", "owner").get(goal__strategy=strategy)


def told(year: int, value: object, **more: object) -> FigureTold:
    """A figure in per cent, published."""
    number = None if value is None else Decimal(str(value))
    return FigureTold(**({"year": year, "value": number, "unit": "percent", "method": "published"} | more))


def taken(target: Target, *values: float, first: int = 2022, source: str = "thử") -> None:
    """Yearly figures from a source, one after another."""
    for year, value in enumerate(values, start=first):
        take_figure(
            target, told(year, value, unit=target.unit, method=target.method), source=source, by=SYSTEM,
            at=timezone.now(),
        )  # fmt: skip


def a_paper() -> SimpleUploadedFile:
    """Evidence."""
    made = BytesIO()
    Image.new("RGB", (20, 20), "white").save(made, "PNG")
    return SimpleUploadedFile("bao-cao.png", made.getvalue(), content_type="image/png")
