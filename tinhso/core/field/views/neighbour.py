"""What a member of the team puts right at the door of a house, also without signal.

What is typed was based on what the phone had (`version`). When the register says something else by now, nothing is
merged: the member sees both, and sends theirs once more if it is right.
"""

from collections.abc import Iterator

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.core.field.actions import put_right
from tinhso.core.field.forms import NeighbourForm
from tinhso.core.field.views.doorstep import ref_of, seat_in
from tinhso.core.outbox.views.taking import TakenIn, by_outbox, with_reasons
from tinhso.core.people.actions import read_person, told_of
from tinhso.core.people.domain.particulars import Particulars
from tinhso.core.people.domain.tables import languages
from tinhso.core.people.domain.words import ReadReason
from tinhso.core.people.forms import READS
from tinhso.core.people.models import Person
from tinhso.kit.addresses import url
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal


@needs("carry_work")
@require_http_methods(["GET", "POST"])
@by_outbox
def neighbour(request: Request) -> HttpResponse:
    """Age, languages, reading and telephone of someone of a village. Someone of elsewhere is none."""
    form = NeighbourForm(request.POST or None)
    if form.is_valid():
        reached = Person.objects.reached(request.rights, "correct_person")
        person = reached.filter(uuid=form.cleaned_data["person"]).first()
        if person is None:
            form.add_error(None, _("Nobody of your villages is called so any more. Fetch the village again."))
        elif _is_settled(request, form, person):
            try:
                changed, seat = form.changed(told_of(person)), seat_in(form, person.home_id)
                put_right(person, changed, seat, by=request.actor, at=request.at)
                return TakenIn(url("field"), ref=ref_of(request.at))
            except Refusal as refusal:
                tell(form, refusal)
    values = {"form": form}
    return with_reasons(page(request, "field/neighbour.html", values, status=400 if form.errors else 200), form)


def _is_settled(request: Request, form: NeighbourForm, person: Person) -> bool:
    """Whether it was based on what the register says now; else both are told, and the register's version with them."""
    if _lives_elsewhere(form, person):
        return False
    if form.cleaned_data["version"] == person.version:
        return True
    known = told_of(person)
    mine = form.changed(known)
    read_person(person, reason=ReadReason.VISIT, by=request.actor, at=request.at)
    for name, ours, theirs in _differences(mine, known):
        sentence = _("You wrote: %(mine)s. Since then the register says: %(theirs)s. Send yours again if it is right.")
        form.add_error(name, sentence % {"mine": ours, "theirs": theirs})
    if not form.errors:
        return True
    form.renewed = {"version": person.version}
    return False


def _lives_elsewhere(form: NeighbourForm, person: Person) -> bool:
    """Whether the register has them in another house by now: both are told, and nobody is moved."""
    wanted = form.cleaned_data["household"]
    if wanted is None or person.household is None or person.household.uuid == wanted:
        return False
    sentence = _("The register has them in the house %(house)s. Let the commune take them out of it first.")
    form.add_error("relation", sentence % {"house": person.household.said})
    return True


def _differences(mine: Particulars, known: Particulars) -> Iterator[tuple[str, str, str]]:
    """Field, what was typed, what is known."""
    reading = {True: str(READS[1][1]), False: str(READS[2][1]), None: str(READS[0][1])}
    if mine.year != known.year:
        yield "birth_year", str(mine.year or "–"), str(known.year or "–")
    for name in ("speaks", "reads"):
        ours, theirs = sorted(getattr(mine, name)), sorted(getattr(known, name))
        if ours != theirs:
            yield name, _said(ours), _said(theirs)
    if mine.can_read != known.can_read:
        yield "can_read", reading[mine.can_read], reading[known.can_read]
    if mine.phone != known.phone:
        yield "phone", mine.phone or "–", known.phone or "–"


def _said(codes: list[str]) -> str:
    return ", ".join(languages()[code].name for code in codes) or "–"
