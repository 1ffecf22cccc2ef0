from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import MenuItem, System


class Speech(System):
    name = "tinhso.core.speech"
    title = _("Voice")
    icon = "speaker-high"
    owner = _("Department of Science and Technology")
    menu = tuple(
        MenuItem(title=_("Recorded voices"), icon="microphone", url="recordings", shell=shell, permission="record_clip")
        for shell in ("field", "desk")
    )
    grants = {
        "helper": ("record_clip",),
        "officer": ("record_clip", "approve_clip"),
        "head": ("record_clip", "approve_clip"),
        "registrar": ("record_clip", "approve_clip"),
    }
