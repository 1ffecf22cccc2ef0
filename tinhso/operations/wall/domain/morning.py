"""The morning in one sentence, written by rule: how many are fine, how many want a look, the most urgent and why."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tinhso.kit.saying import say_number


@dataclass(frozen=True, slots=True)
class Morning:
    """The sentence in its three parts: `place` is the most urgent one and stands out; empty when all is fine."""

    before: str
    place: str = ""
    after: str = ""

    def __str__(self) -> str:
        return f"{self.before} {self.place}{self.after}".strip()


def morning(*, communes: int, looked_at: int, place: str, what: str) -> Morning:
    """`looked_at` of the communes want a look; `place` is the most urgent one (the province has its name, too), for
    `what`, a sentence."""
    if not place:
        return Morning(_("All %(all)s communes and wards are fine this morning.") % {"all": say_number(communes)})
    fine = _("%(fine)s of %(all)s communes and wards are fine.") % {
        "fine": say_number(communes - looked_at),
        "all": say_number(communes),
    }
    wants = ngettext("%(num)s place wants a look:", "%(num)s places want a look, most urgent is", max(1, looked_at))
    wants = wants % {"num": say_number(max(1, looked_at))}
    return Morning(f"{fine} {wants}", place, f": {_lower(what)}")


def _lower(sentence: str) -> str:
    """After a colon the sentence goes on; a word all in capitals stays."""
    goes_on = sentence[:1].lower() + sentence[1:] if sentence[1:2].islower() or sentence[1:2] == " " else sentence
    return goes_on if goes_on.endswith(".") else f"{goes_on}."
