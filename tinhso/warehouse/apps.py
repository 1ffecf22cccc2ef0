from django.utils.translation import gettext_lazy as _

from tinhso.kit.discovery import rooms
from tinhso.kit.passport import MenuItem, System


class Warehouse(System):
    name = "tinhso.warehouse"
    title = _("Warehouse of numbers")
    icon = "database"
    owner = _("Provincial data centre")
    menu = tuple(
        MenuItem(title=_("Open data"), icon="database", url="open_data", shell=shell) for shell in ("public", "leader")
    )

    def ready(self) -> None:
        """Every promised number is known from the start."""
        list(rooms("indicators"))
