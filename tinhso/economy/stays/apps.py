from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import MenuItem, System


class Stays(System):
    name = "tinhso.economy.stays"
    title = _("Places to stay")
    icon = "house-line"
    owner = _("Department of Culture, Sports and Tourism")
    offline = ("stays", "check_in")
    menu = (
        *(
            MenuItem(title=_("Places to stay"), icon="house-line", url="stays", shell=shell)
            for shell in ("public", "citizen")
        ),
        MenuItem(title=_("My home for guests"), icon="bed", url="my_homes", shell="citizen"),
        *(
            MenuItem(title=_("Homes for guests"), icon="house-line", url="homes", shell=shell, permission="see_stays")
            for shell in ("desk", "leader")
        ),
        *(
            MenuItem(title=_("Guests and nights"), icon="chart-bar", url="stay_numbers", shell=shell,
                     permission="see_stays")
            for shell in ("desk", "leader")
        ),
    )  # fmt: skip
    grants = {
        "officer": ("see_stays",),
        "head": ("see_stays", "inspect_homes"),
        "leader": ("see_stays",),
    }
