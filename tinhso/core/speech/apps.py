from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import System


class Speech(System):
    name = "tinhso.core.speech"
    title = _("Voice")
    icon = "speaker-high"
    owner = _("Department of Science and Technology")
