from importlib import import_module

from django.utils.translation import gettext_lazy as _

from tinhso.events.append_only import also_guarded
from tinhso.kit.passport import MenuItem, System


class Cases(System):
    name = "tinhso.core.cases"
    title = _("Cases")
    icon = "tray"
    owner = _("Office of the provincial People's Committee")
    menu = (
        MenuItem(title=_("My work"), icon="tray", url="inbox", shell="desk", permission="handle_cases", first=True),
        MenuItem(title=_("The team"), icon="users-three", url="team_board", shell="desk", permission="lead_cases"),
        MenuItem(title=_("Look it up by its code"), icon="magnifying-glass", url="track", shell="public"),
        MenuItem(
            title=_("Definitions"), icon="flow-arrow", url="definitions", shell="desk", permission="keep_definitions"
        ),
    )
    at_nodes = {"Definition": {"status__in": ("published", "retired")}}
    grants = {
        "officer": ("handle_cases",),
        "head": ("handle_cases", "lead_cases"),
        "registrar": ("keep_definitions",),
    }

    def ready(self) -> None:
        """An emptied test database loses and regains the guard of published definitions too."""
        also_guarded(import_module("tinhso.core.cases.models.immutable").DEFINITIONS)
