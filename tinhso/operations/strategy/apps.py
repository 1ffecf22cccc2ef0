from importlib import import_module

from django.utils.translation import gettext_lazy as _

from tinhso.events.append_only import also_guarded
from tinhso.kit.passport import MenuItem, System


class Strategy(System):
    name = "tinhso.operations.strategy"
    title = _("Strategies and targets")
    icon = "target"
    owner = _("Department of Science and Technology")
    menu = (
        *(
            MenuItem(
                title=_("Strategies and targets"), icon="target", url="strategies", shell=shell,
                permission="see_strategies",
            )
            for shell in ("leader", "desk")
        ),
        MenuItem(
            title=_("Figures of my office"), icon="note-pencil", url="my_targets", shell="desk",
            permission="declare_figure",
        ),
    )  # fmt: skip
    grants = {
        "officer": ("see_strategies", "declare_figure"),
        "head": ("see_strategies", "declare_figure", "verify_figure"),
        "leader": ("see_strategies", "adopt_strategy", "set_target", "verify_figure"),
        "registrar": ("see_strategies", "enter_strategy", "set_target", "declare_figure"),
    }

    def ready(self) -> None:
        """An emptied test database loses and regains the guard of targets once set."""
        also_guarded(import_module("tinhso.operations.strategy.models").SET_ONCE)
