from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import MenuItem, System


class Nodes(System):
    name = "tinhso.core.nodes"
    title = _("Commune nodes")
    icon = "hard-drives"
    owner = _("Provincial data centre")
    menu = (
        MenuItem(title=_("Commune nodes"), icon="hard-drives", url="nodes", shell="engineer", permission="keep_nodes"),
        *(
            MenuItem(
                title=_("Bundle of a node"), icon="usb", url="carry_bundle", shell=shell, permission="carry_bundles"
            )
            for shell in ("desk", "field")
        ),
    )
    grants = {
        "engineer": ("keep_nodes", "carry_bundles"),
        "officer": ("carry_bundles",),
        "head": ("carry_bundles",),
        "helper": ("carry_bundles",),
    }
