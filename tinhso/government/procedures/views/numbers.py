"""The page of numbers: what came in, what was in time, what it is worth in the national index."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.government.procedures.domain.service_index import Score, scores_of
from tinhso.government.procedures.domain.steps import Door
from tinhso.government.procedures.forms.numbers import ScopeForm, this_month
from tinhso.government.procedures.models.numbers import Numbers, numbers_of
from tinhso.kit.charts import Share, share_rows
from tinhso.kit.doors import Request, needs
from tinhso.kit.pages import page
from tinhso.kit.saying import say_length, say_percent


@needs("see_service_numbers")
@require_safe
def numbers(request: Request) -> HttpResponse:
    """The numbers of some days, read from the tables of this very moment."""
    asked = request.GET if "first" in request.GET else this_month(timezone.localdate(request.at))
    form = ScopeForm(asked, rights=request.rights)
    if not form.is_valid():
        return page(request, "procedures/numbers/numbers.html", {"form": form, "found": None}, status=422)
    found = numbers_of(request.rights, form.scope, at=request.at)
    scores = scores_of(found.counts)
    values = {
        "form": form,
        "found": found,
        "finding": _finding(found),
        "doors": _doors(found),
        "median": say_length(found.median),
        "ninth": say_length(found.ninth_decile),
        "known": share_rows([_share(score) for score in scores if score.won is not None]),
        "unknown": [_group(score.code) for score in scores if score.won is None],
    }
    return page(request, "procedures/numbers/numbers.html", values)


def _finding(found: Numbers) -> str:
    if not found.finished:
        return _("No dossier was finished in these days.")
    return _("%(share)s of the finished dossiers were in time.") % {
        "share": say_percent(found.on_time / found.finished)
    }


def _doors(found: Numbers) -> list[tuple[str, int]]:
    words = {
        Door.OWN: _("On our own pages"),
        Door.NATIONAL: _("On the national portal"),
        Door.COUNTER: _("At the counter"),
        Door.HELPER: _("With a helper"),
    }
    return [(str(word), found.by_door.get(door.value, 0)) for door, word in words.items()]


def _share(score: Score) -> Share:
    return Share(_group(score.code), "", score.won or 0.0, score.most)


def _group(code: str) -> str:
    words = {
        "publicity": _("Publicity of procedures"),
        "progress": _("Progress and results"),
        "online": _("On-line service"),
        "payment": _("Payment on line"),
        "digitisation": _("Digitised dossiers"),
        "satisfaction": _("Satisfaction"),
    }
    return words[code]
