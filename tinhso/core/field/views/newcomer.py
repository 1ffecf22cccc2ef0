"""A neighbour whom the register does not know, entered at the door of a house, also without a signal.

Who looks like somebody of the register is not entered before the member saw both; nobody is merged here, ever.
"""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tinhso.core.field.actions import take_up
from tinhso.core.field.forms import NewcomerForm
from tinhso.core.field.views.doorstep import ref_of, seat_in
from tinhso.core.outbox.views.taking import TakenIn, by_outbox, with_reasons
from tinhso.core.people.actions import Double, LooksKnown, read_person
from tinhso.core.people.domain.likeness import Reason
from tinhso.core.people.domain.particulars import Particulars
from tinhso.core.people.domain.words import ReadReason
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.kit.addresses import url
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal


class NotYourVillage(Refusal):
    sentence = gettext_lazy("This village is not of your post any more. Choose it again.")


@needs("carry_work")
@require_http_methods(["GET", "POST"])
@by_outbox
def newcomer(request: Request) -> HttpResponse:
    """Name, birth, tongues, number and house of someone new in a village of the member's post."""
    form = NewcomerForm(request.POST or None)
    if form.is_valid():
        try:
            _take_up(request, form)
            return TakenIn(url("field"), ref=ref_of(request.at))
        except LooksKnown as known:
            _tell_doubles(request, form, known)
        except Refusal as refusal:
            tell(form, refusal)
    values = {"form": form}
    return with_reasons(page(request, "field/newcomer.html", values, status=400 if form.errors else 200), form)


def _take_up(request: Request, form: NewcomerForm) -> None:
    village = _village(request, form)
    if village is None:
        raise NotYourVillage
    seat, seen = seat_in(form, village.pk), form.cleaned_data["seen"]
    take_up(form.told(), seat, village=village, seen=seen, by=request.actor, at=request.at)


def _village(request: Request, form: NewcomerForm) -> Place | None:
    places, found = request.rights.places("register_person"), Place.objects.current().villages()
    within = found if places is None else found.filter(pk__in=places)
    return within.filter(uuid=form.cleaned_data["village"]).first()


def _tell_doubles(request: Request, form: NewcomerForm, known: LooksKnown) -> None:
    """Both values of everyone within reach; of the others only that there is somebody."""
    near = Person.objects.reached(request.rights, "register_person")
    within = set(near.filter(pk__in=[one.person.pk for one in known.doubles]).values_list("pk", flat=True))
    for double in known.doubles:
        field = "number" if Reason.SAME_IDENTITY in double.why else "full_name"
        if double.person.pk in within:
            read_person(double.person, reason=ReadReason.VISIT, by=request.actor, at=request.at)
            form.add_error(field, _both(form.told(), double))
        else:
            form.add_error(field, _("Somebody of elsewhere has it. Read it again; sent once more, the commune looks."))
    form.renewed = {"seen": known.seen}


def _both(told: Particulars, double: Double) -> str:
    known = double.person
    house = known.household.said if known.household else ""
    said = _("You wrote: %(mine)s. The register has: %(theirs)s.")
    act = _("One person: throw yours away. Two people: send it again.")
    theirs = _said(known.full_name, f"{known.born:%d/%m/%Y}" if known.born else known.birth_year, known.lives_in, house)
    mine = _said(told.name.full, f"{told.born:%d/%m/%Y}" if told.born else told.birth_year)
    return f"{said % {'mine': mine, 'theirs': theirs}} {act}"


def _said(*parts: object) -> str:
    return ", ".join(str(part) for part in parts if part)
