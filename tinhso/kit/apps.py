from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import System


class Kit(System):
    name = "tinhso.kit"
    title = _("Kit")
    icon = "wrench"
    owner = _("Tỉnh Số founders")
