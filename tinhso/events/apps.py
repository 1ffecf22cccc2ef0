from importlib import import_module

from django.utils.translation import gettext_lazy as _

from tinhso.kit.discovery import rooms
from tinhso.kit.passport import MenuItem, System


class Events(System):
    name = "tinhso.events"
    title = _("The provincial log")
    icon = "seal-check"
    owner = _("Provincial data centre")
    menu = (
        MenuItem(title=_("The log"), icon="seal-check", url="log", shell="engineer", permission="watch_log"),
        MenuItem(title=_("Seals"), icon="seal-check", url="seals", shell="public"),
    )
    grants = {"engineer": ("watch_log", "retry_delivery", "dismiss_delivery")}

    def ready(self) -> None:
        """Every system's events, reactions and jobs are known from the start, in every process."""
        for room in ("events", "reactions", "jobs"):
            list(rooms(room))
        import_module("tinhso.events.checkpoints")
