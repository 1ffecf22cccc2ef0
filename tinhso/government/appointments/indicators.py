"""The numbers that counters promise, counted from the log by commune and day."""

from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import Text
from tinhso.warehouse.definitions import Counted, Spread, indicator

BOOKED, AWAY, TAKEN = "appointments.AppointmentBooked", "appointments.AppointmentMissed", "appointments.NumberTaken"
SERVED, MISSED, CALLED = "appointments.NumberServed", "appointments.NumberMissed", "appointments.NumberCalled"
VISITS = _("visits")


def _promise(code: str, title: Text, counts: str, of: str = "", **where: object) -> Counted:
    of_all = (of,) if of else ()
    return indicator(
        Counted(code=f"appointments.{code}", title=title, unit=VISITS, counts=(counts,), where=where, of=of_all)
    )


BOOKINGS = _promise("booked", _("Hours booked at the counter"), BOOKED)
STAYED_AWAY = _promise("missed", _("Booked hours to which nobody came"), AWAY, BOOKED)
NUMBERS = _promise("numbers", _("Numbers taken at the counter"), TAKEN)
BY_APPOINTMENT = _promise("by_appointment", _("Came with an appointment"), TAKEN, TAKEN, how="booked")
DONE = _promise("served", _("People served at the counter"), SERVED)
NO_ANSWER = _promise("no_answer", _("Called and nobody came"), MISSED)
TOLD_RIGHT = _promise("told_right", _("Waited as long as was told"), CALLED, CALLED, right=True)
WAITED = indicator(
    Spread(
        code="appointments.waited", title=_("Minutes waited at the counter"), unit=_("minutes"), counts=(CALLED,),
        value="waited", where={"again": False},
    )
)  # fmt: skip
TOOK = indicator(
    Spread(
        code="appointments.took", title=_("Minutes at the counter"), unit=_("minutes"), counts=(SERVED,), value="took"
    )
)
