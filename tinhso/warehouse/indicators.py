"""Numbers of the registers in `core`, which lie below the warehouse: it knows their events by name only."""

from django.utils.translation import gettext_lazy as _

from tinhso.warehouse.definitions import Counted, indicator

PEOPLE_REGISTERED = indicator(
    Counted(
        code="people.registered",
        title=_("People put on the register"),
        unit=_("people"),
        counts=("people.PersonRegistered",),
    )
)
PEOPLE_READ = indicator(
    Counted(
        code="people.read",
        title=_("Times an officer opened a person's page"),
        unit=_("times"),
        counts=("people.PersonRead",),
        public=False,
    )
)
SIGNED_IN = indicator(
    Counted(
        code="accounts.signed_in", title=_("Sign-ins"), unit=_("times"), counts=("accounts.SignedIn",), public=False
    )
)
MANDATES = indicator(
    Counted(code="accounts.mandates", title=_("Mandates given"), unit=_("times"), counts=("accounts.MandateGiven",))
)
