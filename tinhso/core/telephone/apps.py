from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import System


class Telephone(System):
    name = "tinhso.core.telephone"
    title = _("By telephone")
    icon = "phone"
    owner = _("Office of the provincial People's Committee")
