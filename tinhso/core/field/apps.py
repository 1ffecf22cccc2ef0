from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import MenuItem, System


class Field(System):
    name = "tinhso.core.field"
    title = _("A day's work")
    icon = "map-trifold"
    owner = _("Department of Science and Technology")
    menu = (
        MenuItem(
            title=_("A day's work"),
            icon="map-trifold",
            url="field",
            shell="field",
            permission="carry_work",
            first=True,
        ),
    )
    carried = ("field", "neighbour", "newcomer")
    grants = {"helper": ("carry_work",)}
