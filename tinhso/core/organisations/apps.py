from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import MenuItem, System


class Organisations(System):
    name = "tinhso.core.organisations"
    title = _("Organisations")
    icon = "buildings"
    owner = _("Department of Home Affairs")
    menu = tuple(
        MenuItem(title=_("Offices and businesses"), icon="buildings", url="organisations", shell=shell)
        for shell in ("public", "citizen", "desk", "field")
    )
    found = {"organisation": (_("Organisation"), "buildings")}
    at_nodes = {"Organisation": {"owner": None}}
    grants = {
        "registrar": ("keep_organisations",),
    }
