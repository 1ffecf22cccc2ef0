from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import MenuItem, System


class Calendar(System):
    name = "tinhso.core.calendar"
    title = _("Working calendar")
    icon = "calendar-blank"
    owner = _("Department of Home Affairs")
    menu = tuple(
        MenuItem(title=_("Working calendar"), icon="calendar-blank", url="calendar", shell=shell)
        for shell in ("public", "desk", "leader")
    )
    at_nodes = {"Day": {}, "OpeningHours": {}, "Version": {}}
    grants = {"registrar": ("edit_calendar",), "head": ("edit_calendar",)}
