from importlib import import_module

from django.utils.translation import gettext_lazy as _

from tinhso.events.append_only import also_written_once
from tinhso.kit.passport import MenuItem, System


class Petitions(System):
    name = "tinhso.government.petitions"
    title = _("Speak up")
    icon = "chat-centered-dots"
    owner = _("Office of the Provincial People's Committee")
    door = 2
    menu = (
        MenuItem(
            title=_("Rules for the desks"), icon="git-branch", url="rule_books", shell="desk",
            permission="keep_petition_rules",
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
        "officer": ("take_in_petitions", "file_open311"),
        "head": ("take_in_petitions", "file_open311", "see_petition_numbers"),
        "leader": ("see_petition_numbers",),
        "registrar": ("keep_petition_rules",),
    }

    def ready(self) -> None:
        """An emptied test database loses and regains the guard of published rules too."""
        immutable = import_module("tinhso.government.petitions.models.immutable")
        also_written_once(immutable.guard, immutable.unguard)
