"""Demo life: the papers of the province that lives here, and what was published of their targets.

What no source says is made here as people would: a target that a leader sets as an example, and a figure that an office
declares and that waits for another person. Both say so in their reason and their evidence.
"""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from tinhso.core.accounts.demo import persona
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor
from tinhso.kit.demo import Demo
from tinhso.operations.strategy.actions.figures import FigureTold, declare_figure
from tinhso.operations.strategy.actions.loading import load_province
from tinhso.operations.strategy.actions.strategies import Aim, set_target
from tinhso.operations.strategy.models import Target

AFTER = ("accounts", "organisations", "places", "procedures")
ENTERED, SET, DECLARED = timedelta(days=30), timedelta(days=20), timedelta(days=2)
REASON = "Mục tiêu minh họa của bản dùng thử, không có trong văn bản"
EXAMPLES: Mapping[str, tuple[tuple[str, str, int, int], ...]] = {
    "son-la": (("2665-qd-ubnd", "fibre-households", 2030, 80), ("2665-qd-ubnd", "service-index", 2027, 85)),
    "tuyen-quang": (("18-nq-tu", "dti", 2028, 850),),
}


def fill(demo: Demo) -> None:
    """Strategies adopted, figures taken with their sources, every target judged."""
    load_province(demo.province, Place.objects.home(), by=Actor.system(), at=demo.now - ENTERED)
    demo.step(0.7)
    leader = _by("inh")
    for strategy, code, year, value in EXAMPLES[demo.province]:
        aim = Aim(year=year, value=Decimal(value), reason=REASON)
        set_target(_target(strategy, code), aim, by=leader, at=demo.now - SET)
    if demo.province == "son-la":
        _declare(demo)
    demo.step(1)


def _declare(demo: Demo) -> None:
    """Xuân's office tells how many communes use the common software; a leader has not looked at it yet."""
    told = FigureTold(year=demo.now.year - 1, value=Decimal(64), unit="percent", method="reported")
    at = demo.now - DECLARED
    declare_figure(_target("2665-qd-ubnd", "commune-software"), told, evidence=_paper(), by=_by("xuan"), at=at)


def _target(strategy: str, code: str) -> Target:
    return Target.objects.select_related("goal__strategy").get(goal__strategy__code=strategy, code=code)


def _by(name: str) -> Actor:
    account = persona(name)
    post = account.posts.order_by("pk").first()
    return Actor(account=account.pk, person=account.person_id, post=post.pk if post else None)


def _paper() -> SimpleUploadedFile:
    picture, bytes_ = Image.new("RGB", (600, 200), "white"), BytesIO()
    ImageDraw.Draw(picture).text((30, 80), "Bao cao (minh hoa): 64 % xa, phuong dung phan mem chung", fill="black")
    picture.save(bytes_, "PNG")
    return SimpleUploadedFile("bao-cao.png", bytes_.getvalue(), content_type="image/png")
