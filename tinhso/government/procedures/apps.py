from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import MenuItem, System


class Procedures(System):
    name = "tinhso.government.procedures"
    title = _("Papers")
    icon = "identification-card"
    owner = _("Office of the Provincial People's Committee")
    door = 1
    door_url = "procedures"
    menu = (
        *(
            MenuItem(title=_("Papers"), icon="identification-card", url="procedures", shell=shell)
            for shell in ("public", "citizen", "field")
        ),
        MenuItem(
            title=_("Catalogue of procedures"),
            icon="books",
            url="kept_procedures",
            shell="desk",
            permission="check_procedures",
        ),
    )
    grants = {
        "officer": ("check_procedures",),
        "head": ("check_procedures",),
        "registrar": ("check_procedures", "keep_procedures"),
    }
