from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import MenuItem, System


class Teams(System):
    name = "tinhso.society.teams"
    title = _("Community teams")
    icon = "users-three"
    owner = _("Department of Science and Technology")
    carried = ("visit",)
    menu = (
        MenuItem(title=_("My team"), icon="users-three", url="my_team", shell="field", first=True),
        MenuItem(title=_("Write down a visit"), icon="house-line", url="visit", shell="field"),
        *(
            MenuItem(title=_("Who helps me in my village"), icon="users-three", url="village_helpers", shell=shell)
            for shell in ("public", "citizen")
        ),
        *(
            MenuItem(title=_("Community teams"), icon="users-three", url="teams", shell=shell, permission="see_teams")
            for shell in ("desk", "leader")
        ),
        *(
            MenuItem(
                title=_("Where nobody was"), icon="map-trifold", url="team_cover", shell=shell, permission="see_teams"
            )
            for shell in ("desk", "leader")
        ),
    )
    grants = {
        "officer": ("see_teams", "keep_teams"),
        "head": ("see_teams", "keep_teams"),
        "leader": ("see_teams",),
        "registrar": ("see_teams", "keep_teams"),
    }
