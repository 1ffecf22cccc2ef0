from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import MenuItem, System


class Notices(System):
    name = "tinhso.core.notices"
    title = _("Messages")
    icon = "envelope-simple"
    owner = _("Office of the provincial People's Committee")
    menu = (
        *(
            MenuItem(title=_("Messages"), icon="envelope-simple", url="messages", shell=shell)
            for shell in ("citizen", "field", "desk", "leader", "engineer")
        ),
        *(
            MenuItem(
                title=_("To hand over"), icon="hand", url="slips", shell=shell, permission="hand_over_notices"
            )
            for shell in ("field", "desk")
        ),
        MenuItem(
            title=_("What was sent"), icon="paper-plane-tilt", url="sent_notices", shell="desk",
            permission="watch_notices",
        ),
        MenuItem(
            title=_("Words of messages"), icon="text-aa", url="wordings", shell="desk", permission="keep_wordings"
        ),
        MenuItem(
            title=_("Channels"), icon="broadcast", url="gateways", shell="engineer", permission="watch_gateways"
        ),
    )  # fmt: skip
    grants = {
        "helper": ("hand_over_notices",),
        "officer": ("hand_over_notices", "watch_notices"),
        "head": ("hand_over_notices", "watch_notices", "send_again"),
        "registrar": ("keep_wordings", "watch_notices"),
        "engineer": ("watch_gateways",),
    }
