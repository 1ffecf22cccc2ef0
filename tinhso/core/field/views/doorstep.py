"""What the forms at the door of a house share."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from tinhso.core.field.actions import Seat
from tinhso.core.field.forms import SeatForm
from tinhso.core.people.models import Household
from tinhso.kit.refusals import Refusal


class NoSuchHouse(Refusal):
    sentence = _("This house is not in the village any more. Fetch the village again.")
    field = "relation"


def seat_in(form: SeatForm, village: int | None) -> Seat | None:
    """The chosen house, if it stands in the village (id of the place). Raises NoSuchHouse."""
    wanted = form.cleaned_data["household"]
    if wanted is None:
        return None
    household = Household.objects.filter(uuid=wanted, place=village).first()
    if household is None:
        raise NoSuchHouse
    return Seat(household, form.cleaned_data["relation"])


def ref_of(at: datetime) -> str:
    """How a change at the door is called on its receipt."""
    return f"{at:%y%m%d-%H%M%S}"
