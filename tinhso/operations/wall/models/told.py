"""A picture put into words for paper."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from tinhso.kit.saying import say_clock, say_date, say_day_time
from tinhso.operations.wall.models.picture import Look, Picture, TileShown

LANGUAGE = "vi"
Told = dict[str, object]


def tell(picture: Picture) -> Told:
    """What the paper of the morning shows: the sentence, the numbers, what wants a look. Plain texts only."""
    with translation.override(LANGUAGE):
        return {
            "province": picture.ground.province,
            "day": say_date(picture.at),
            "time": say_clock(picture.at),
            "sentence": str(picture.morning),
            "tiles": [_tile(one) for one in picture.tiles],
            "looks": [_look(one) for one in picture.looks],
            "more": max(0, picture.looked_at - len(picture.looks)),
            "address": settings.ADDRESS,
        }


def _tile(one: TileShown) -> Told:
    return {
        "title": str(one.choice.promise.title), "period": one.choice.period, "figure": one.figure.said,
        "target": one.choice.target_said or "–", "verdict": one.verdict.words,
    }  # fmt: skip


def _look(one: Look) -> Told:
    return {
        "place": one.place, "what": str(one.what), "note": str(one.note), "urgent": one.urgent,
        "since": say_day_time(one.since) if one.since else "",
        "who": str(one.holder) or _("Nobody has it yet"),
    }  # fmt: skip
