from django.utils.translation import gettext_lazy as _

from tinhso.kit.discovery import rooms
from tinhso.kit.passport import System


class Warehouse(System):
    name = "tinhso.warehouse"
    title = _("Warehouse of numbers")
    icon = "database"
    owner = _("Provincial data centre")

    def ready(self) -> None:
        """Every promised number is known from the start."""
        list(rooms("indicators"))
