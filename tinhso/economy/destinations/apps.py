from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import MenuItem, System


class Destinations(System):
    name = "tinhso.economy.destinations"
    title = _("Come and see")
    icon = "mountains"
    owner = _("Department of Culture, Sports and Tourism")
    door = 6
    door_url = "destinations"
    found = {"destination": (_("Places to visit"), "mountains")}
    menu = (
        *(
            MenuItem(title=_("Places to visit"), icon="mountains", url="destinations", shell=shell)
            for shell in ("public", "citizen")
        ),
        MenuItem(
            title=_("Places to visit"), icon="mountains", url="kept_destinations", shell="desk",
            permission="keep_destinations",
        ),
    )  # fmt: skip
    grants = dict.fromkeys(("officer", "head", "registrar"), ("keep_destinations",))
