from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import System


class Notices(System):
    name = "tinhso.core.notices"
    title = _("Messages")
    icon = "envelope-simple"
    owner = _("Office of the provincial People's Committee")
    grants = {
        "helper": ("hand_over_notices",),
        "officer": ("hand_over_notices", "watch_notices"),
        "head": ("hand_over_notices", "watch_notices", "send_again"),
        "registrar": ("keep_wordings", "watch_notices"),
        "engineer": ("watch_gateways",),
    }
