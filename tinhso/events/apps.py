from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import System


class Events(System):
    name = "tinhso.events"
    title = _("The provincial log")
    icon = "seal-check"
    owner = _("Provincial data centre")
