from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import MenuItem, System


class Openrosa(System):
    name = "tinhso.core.openrosa"
    title = _("ODK Collect")
    icon = "device-mobile-camera"
    owner = _("Provincial data centre")
    menu = (
        MenuItem(
            title=_("ODK Collect"), icon="device-mobile-camera", url="handsets", shell="field", permission="carry_work"
        ),
        MenuItem(
            title=_("ODK Collect"), icon="device-mobile-camera", url="all_handsets", shell="engineer",
            permission="watch_handsets",
        ),
    )  # fmt: skip
    grants = {"engineer": ("watch_handsets",)}
