from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import MenuItem, System


class Appointments(System):
    name = "tinhso.government.appointments"
    title = _("Appointments")
    icon = "calendar-check"
    owner = _("Office of the Provincial People's Committee")
    menu = (
        *(
            MenuItem(title=_("Book an hour"), icon="calendar-check", url="appointments", shell=shell)
            for shell in ("public", "citizen", "field")
        ),
        MenuItem(title=_("Queue"), icon="users", url="queue", shell="desk", permission="serve_counter"),
        MenuItem(title=_("Counters"), icon="desktop", url="counters", shell="desk", permission="keep_counters"),
        *(
            MenuItem(
                title=_("How long people wait"), icon="clock", url="queue_numbers", shell=shell,
                permission="see_queue_numbers",
            )
            for shell in ("desk", "leader")
        ),
    )  # fmt: skip
    grants = {
        "officer": ("serve_counter",),
        "head": ("serve_counter", "keep_counters", "see_queue_numbers"),
        "leader": ("see_queue_numbers",),
    }
