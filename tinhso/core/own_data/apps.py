from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import MenuItem, System


class OwnData(System):
    name = "tinhso.core.own_data"
    title = _("My data")
    icon = "folder-user"
    owner = _("Office of the provincial People's Committee")
    menu = (MenuItem(title=_("My data"), icon="folder-user", url="own_data", shell="citizen"),)
