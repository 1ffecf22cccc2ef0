from importlib import import_module

from django.utils.translation import gettext_lazy as _

from tinhso.events.append_only import also_guarded
from tinhso.kit.passport import MenuItem, System


class Petitions(System):
    name = "tinhso.government.petitions"
    title = _("Speak up")
    icon = "chat-centered-dots"
    owner = _("Office of the Provincial People's Committee")
    door = 2
    door_url = "report"
    offline = ("report",)
    carried = ("report_for_someone",)
    at_nodes = {"Topic": {}, "RuleBook": {"status__in": ("published", "retired")}}
    menu = (
        *(
            MenuItem(title=_("Report something"), icon="chat-centered-dots", url="report", shell=shell)
            for shell in ("public", "citizen", "field")
        ),
        *(
            MenuItem(title=_("My reports"), icon="chat-centered-text", url="my_petitions", shell=shell)
            for shell in ("citizen", "field")
        ),
        MenuItem(
            title=_("Write a report for somebody"),
            icon="chat-centered-dots",
            url="petition_counter",
            shell="desk",
            permission="take_in_petitions",
        ),
        MenuItem(
            title=_("Calls after an answer"),
            icon="phone",
            url="call_back_petitions",
            shell="desk",
            permission="call_back_petitions",
        ),
        MenuItem(
            title=_("Rules for the desks"), icon="git-branch", url="rule_books", shell="desk",
            permission="keep_petition_rules",
        ),
        *(
            MenuItem(
                title=_("Numbers of petitions"), icon="chart-bar", url="petition_numbers", shell=shell,
                permission="see_petition_numbers",
            )
            for shell in ("desk", "leader")
        ),
        *(
            MenuItem(
                title=_("How answers were rated"), icon="smiley", url="petition_ratings", shell=shell,
                permission="see_petition_numbers",
            )
            for shell in ("desk", "leader")
        ),
    )  # fmt: skip
    found = {"petition": (_("Petition"), "chat-centered-dots")}
    grants = {
        "officer": ("take_in_petitions", "file_open311", "see_petition_numbers"),
        "head": ("take_in_petitions", "file_open311", "see_petition_numbers", "call_back_petitions"),
        "leader": ("see_petition_numbers",),
        "registrar": ("keep_petition_rules",),
    }

    def ready(self) -> None:
        """An emptied test database loses and regains the guard of published rules too."""
        also_guarded(import_module("tinhso.government.petitions.models.immutable").RULES)
