from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import MenuItem, System


class Search(System):
    name = "tinhso.core.search"
    title = _("Search")
    icon = "magnifying-glass"
    owner = _("Provincial data centre")
    menu = tuple(
        MenuItem(title=_("Search"), icon="magnifying-glass", url="search", shell=shell)
        for shell in ("public", "citizen", "desk", "field", "leader", "engineer")
    )
