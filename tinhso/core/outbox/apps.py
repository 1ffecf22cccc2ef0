from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import MenuItem, System


class Outbox(System):
    name = "tinhso.core.outbox"
    title = _("Outbox")
    icon = "paper-plane-tilt"
    owner = _("Provincial data centre")
    menu = (MenuItem(title=_("Outbox"), icon="paper-plane-tilt", url="outbox", shell="field", first=True),)
    offline = ("outbox", "no_signal")
