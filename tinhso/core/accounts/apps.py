from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import System


class Accounts(System):
    name = "tinhso.core.accounts"
    title = _("Accounts")
    icon = "key"
    owner = _("Provincial data centre")
