from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import MenuItem, System


class Outbox(System):
    name = "tinhso.core.outbox"
    title = _("Outbox")
    icon = "paper-plane-tilt"
    owner = _("Provincial data centre")
    menu = (
        MenuItem(title=_("Outbox"), icon="paper-plane-tilt", url="outbox", shell="field", first=True),
        MenuItem(title=_("Phones of the team"), icon="device-mobile", url="field_phones", shell="field"),
        *(
            MenuItem(
                title=_("Phones of the team"),
                icon="device-mobile",
                url="field_phones",
                shell=shell,
                permission="revoke_phones",
            )
            for shell in ("desk", "engineer")
        ),
        *(
            MenuItem(title=_("From a phone"), icon="usb", url="bring_outbox", shell=shell, permission=permission)
            for shell, permission in (("desk", "see_arriving"), ("field", ""))
        ),
    )
    offline = ("outbox", "no_signal")
    carried = ("outbox",)
    grants = {
        "officer": ("see_arriving", "revoke_phones"),
        "head": ("see_arriving", "revoke_phones"),
        "engineer": ("see_arriving", "revoke_phones"),
    }
