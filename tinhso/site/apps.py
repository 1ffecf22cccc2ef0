from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import System


class Site(System):
    name = "tinhso.site"
    title = _("Front door")
    icon = "house"
    owner = _("Tỉnh Số founders")
