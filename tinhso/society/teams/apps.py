from importlib import import_module

from django.utils.translation import gettext_lazy as _

from tinhso.events.append_only import also_guarded
from tinhso.kit.passport import MenuItem, System


class Teams(System):
    name = "tinhso.society.teams"
    title = _("Community teams")
    icon = "users-three"
    owner = _("Department of Science and Technology")
    carried = ("visit",)
    offline = ("ask_help",)
    menu = (
        MenuItem(title=_("My team"), icon="users-three", url="my_team", shell="field", first=True),
        MenuItem(title=_("Write down a visit"), icon="house-line", url="visit", shell="field"),
        *(
            MenuItem(title=_("Who helps me in my village"), icon="users-three", url="village_helpers", shell=shell)
            for shell in ("public", "citizen")
        ),
        MenuItem(
            title=_("Who asks for help"), icon="hand-waving", url="help_requests", shell="desk", permission="keep_teams"
        ),
        MenuItem(
            title=_("Allowances"), icon="money", url="allowance_sheets", shell="desk", permission="submit_allowances"
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
        *(
            MenuItem(
                title=_("Numbers of the teams"), icon="chart-bar", url="team_numbers", shell=shell,
                permission="see_teams",
            )
            for shell in ("desk", "leader")
        ),
        *(
            MenuItem(
                title=_("Who did most"), icon="list-numbers", url="team_ranking", shell=shell, permission="see_teams"
            )
            for shell in ("desk", "leader")
        ),
        *(
            MenuItem(title=_("Awards"), icon="medal", url="awards", shell=shell, permission="see_teams")
            for shell in ("desk", "leader")
        ),
        MenuItem(
            title=_("Rules of allowances"), icon="coins", url="allowance_rules", shell="desk",
            permission="keep_allowance_rules",
        ),
    )  # fmt: skip
    grants = {
        "officer": ("see_teams", "keep_teams", "submit_allowances"),
        "head": ("see_teams", "keep_teams", "submit_allowances", "approve_allowances", "decide_awards"),
        "leader": ("see_teams",),
        "registrar": ("see_teams", "keep_teams", "keep_allowance_rules"),
    }

    def ready(self) -> None:
        """An emptied test database loses and regains the guard of approved allowances too."""
        also_guarded(import_module("tinhso.society.teams.models.allowances").PAID_ONCE)
