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


def morning(*, communes: int, known: int, looked_at: int, place: str, what: str) -> Morning:
    """Of `known` of the communes anything is known, and nothing else is called fine; `looked_at` of them want a look.

    `place` is the most urgent one (or the province), for `what`, a sentence.
    """
    if not place and not known:
        return Morning(_("Nothing is known of these days yet."))
    fine = _fine(communes, known, known - looked_at)
    if not place:
        return Morning(fine)
    wants = ngettext("%(num)s place wants a look:", "%(num)s places want a look, most urgent is", max(1, looked_at))
    return Morning(f"{fine} {wants % {'num': say_number(max(1, looked_at))}}", place, f": {_lower(what)}")


def _fine(communes: int, known: int, fine: int) -> str:
    said = {"fine": say_number(fine), "all": say_number(known)}
    if known < communes:
        return _("%(fine)s of %(all)s communes and wards with figures are fine.") % said
    return _("%(fine)s of %(all)s communes and wards are fine.") % said


def _lower(sentence: str) -> str:
    """After a colon the sentence goes on; a word all in capitals stays."""
    goes_on = sentence[:1].lower() + sentence[1:] if sentence[1:2].islower() or sentence[1:2] == " " else sentence
    return goes_on if goes_on.endswith(".") else f"{goes_on}."
