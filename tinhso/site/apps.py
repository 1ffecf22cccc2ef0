from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import MenuItem, System


class Site(System):
    name = "tinhso.site"
    title = _("Front door")
    icon = "house"
    owner = _("Tỉnh Số founders")
    menu = (
        MenuItem(
            title=_("How true we are"), icon="shield-check", url="truth", shell="engineer", permission="see_truth"
        ),
        MenuItem(title=_("How true we are"), icon="shield-check", url="truth", shell="leader", permission="see_truth"),
    )
    grants = {"engineer": ("see_truth",), "leader": ("see_truth",)}
