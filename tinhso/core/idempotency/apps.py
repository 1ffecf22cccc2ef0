from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import System


class Idempotency(System):
    name = "tinhso.core.idempotency"
    title = _("Sending twice")
    icon = "copy"
    owner = _("Provincial data centre")
