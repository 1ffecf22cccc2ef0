from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import System


class Outbox(System):
    name = "tinhso.core.outbox"
    title = _("Outbox")
    icon = "paper-plane-tilt"
    owner = _("Provincial data centre")
