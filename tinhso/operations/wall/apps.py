from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import MenuItem, System

SEE, CHOOSE = "see_wall", "choose_tiles"


class Wall(System):
    name = "tinhso.operations.wall"
    title = _("The wall")
    icon = "presentation-chart"
    owner = _("Office of the provincial People's Committee")
    menu = (
        *(
            MenuItem(title=_("The wall"), icon="presentation-chart", url="wall", shell=shell, permission=SEE)
            for shell in ("leader", "desk")
        ),
        MenuItem(title=_("Tiles of the wall"), icon="squares-four", url="wall_tiles", shell="desk", permission=CHOOSE),
    )
    grants = {"leader": (SEE,), "head": (SEE,), "registrar": (SEE, CHOOSE)}
