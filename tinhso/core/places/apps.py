from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import MenuItem, System


class Places(System):
    name = "tinhso.core.places"
    title = _("Places")
    icon = "map-trifold"
    owner = _("Department of Home Affairs")
    menu = tuple(
        MenuItem(title=title, icon=icon, url=url, shell=shell, permission=permission)
        for title, icon, url, permission, shells in (
            (_("Places"), "map-trifold", "places", "", ("public", "citizen", "desk", "field", "leader")),
            (_("Reorganisations"), "git-merge", "resolutions", "reorganise_places", ("desk",)),
            (_("To be decided"), "signpost", "place_choices", "settle_places", ("desk",)),
        )
        for shell in shells
    )
    at_nodes = {"Place": {}}
    found = {
        "place": (_("Place"), "map-pin"),
        "former_place": (_("Former place"), "clock-counter-clockwise"),
    }
    grants = {
        "registrar": ("reorganise_places", "settle_places", "keep_places"),
        "head": ("settle_places",),
    }
