from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import MenuItem, System

SEE, ISSUE, ANSWER = "see_directives", "issue_directives", "answer_directives"


class Directives(System):
    name = "tinhso.operations.directives"
    title = _("Directives")
    icon = "megaphone"
    owner = _("Office of the provincial People's Committee")
    menu = tuple(
        MenuItem(title=_("Directives"), icon="megaphone", url="directives", shell=shell, permission=SEE)
        for shell in ("leader", "desk")
    )
    grants = {
        "officer": (SEE, ANSWER),
        "head": (SEE, ANSWER, ISSUE),
        "leader": (SEE, ISSUE),
    }
