"""What roles, scopes and checks are called on pages."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.domain.rights import Role
from tinhso.kit.passport import Text

ROLES: Mapping[Role, Text] = {
    Role.CITIZEN: _("citizen"),
    Role.HELPER: _("community digital team"),
    Role.OFFICER: _("officer"),
    Role.HEAD: _("head of an office"),
    Role.LEADER: _("leader of the province"),
    Role.ENGINEER: _("engineer"),
    Role.REGISTRAR: _("registrar"),
    Role.HOST: _("host"),
}
