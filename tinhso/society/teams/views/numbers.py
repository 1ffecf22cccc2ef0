"""The numbers of community teams, for who leads the province and for a commune's own desk."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.core.people.domain.tables import languages
from tinhso.kit.doors import Request, needs
from tinhso.kit.pages import page
from tinhso.kit.passport import Text
from tinhso.kit.saying import say_number
from tinhso.kit.suppressing import told_groups
from tinhso.society.teams.domain.words import HELP_WORDS
from tinhso.society.teams.models.numbers import Share, TeamNumbers, team_numbers
from tinhso.society.teams.views.whose import SEE, place_looked_at

A_QUARTER = timedelta(days=91)
FEW = "–"
Head = str | dict[str, object]
Group = tuple[str, list[Head], Sequence[Sequence[Text]]]
"""A title, the heads of a table, its lines."""


@needs(SEE)
@require_safe
def team_numbers_page(request: Request) -> HttpResponse:
    """Teams, members among the people, and what was done in a quarter; small groups are told nowhere."""
    place, today = place_looked_at(request), timezone.localdate(request.at)
    found = team_numbers(request.rights, place, first=today - A_QUARTER, last=today)
    values = {
        "place": place, "found": found, "finding": _finding(found.whole), "since": today - A_QUARTER,
        "per_hundred": _per_hundred(found.whole), "bar": say_number(settings.TEAMS_MEMBERS_PER_HUNDRED, 2),
        "groups": [*_groups(found), (_("By place"), _heads(), _rows(found))],
    }  # fmt: skip
    return page(request, "teams/desk/numbers.html", values)


def _finding(whole: Share) -> str:
    if whole.per_hundred is None:
        return _("How many people live here is not known yet.")
    if whole.per_hundred < settings.TEAMS_MEMBERS_PER_HUNDRED:
        return _("Fewer members than the national threshold asks for")
    return _("As many members as the national threshold asks for")


def _per_hundred(share: Share) -> str:
    return FEW if share.per_hundred is None else say_number(share.per_hundred, 2)


def _groups(found: TeamNumbers) -> list[Group]:
    """What people were helped by, and the languages of members and visits."""
    spoken = {code: one.name for code, one in languages().items()}
    helps = {one.value: said for one, said in HELP_WORDS.items()}
    told = (
        (_("By what people were helped"), _("What"), _("People helped"), _told(found.helped, helps)),
        (_("Members by language"), _("Language"), _("Members"), _told(found.speaking, spoken)),
        (_("Visits by language"), _("Language"), _("Visits"), _told(found.visits_spoken, spoken)),
    )
    return [(title, [what, _number(counted)], lines) for title, what, counted, lines in told]


def _heads() -> list[Head]:
    counted = (_("Teams"), _("Members"), _("Members per 100 people"), _("Visits"))
    return [_("Place"), *(_number(one) for one in counted)]


def _number(text: str) -> dict[str, object]:
    return {"text": text, "number": True}


def _rows(found: TeamNumbers) -> list[list[str]]:
    """Every place below; visits only where so many were made that no household stands out."""
    told = told_groups(found.visits_in)
    return [
        [
            place.full_name, say_number(share.teams), say_number(share.members), _per_hundred(share),
            say_number(found.visits_in[place.pk]) if place.pk in told else FEW,
        ]
        for place, share in found.below
    ]  # fmt: skip


def _told(sizes: Mapping[str, int], names: Mapping[str, Text]) -> list[tuple[Text, str]]:
    """The groups that may be told, the largest first."""
    largest = sorted(told_groups(sizes), key=lambda key: (-sizes[key], key))
    return [(names.get(key, key), say_number(sizes[key])) for key in largest]
