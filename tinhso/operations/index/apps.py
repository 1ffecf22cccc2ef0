from importlib import import_module

from django.utils.translation import gettext_lazy as _

from tinhso.events.append_only import also_guarded
from tinhso.kit.passport import MenuItem, System

SEE, ASSESS, VERIFY, KEEP = "see_index", "assess_index", "verify_index", "keep_index"


class Index(System):
    name = "tinhso.operations.index"
    title = _("Digital transformation index")
    icon = "chart-line-up"
    owner = _("Department of Science and Technology")
    menu = (
        MenuItem(
            title=_("Index of the province"), icon="chart-line-up", url="index", shell="leader", permission=SEE,
            first=True,
        ),
        MenuItem(title=_("Index of the province"), icon="chart-line-up", url="index", shell="desk", permission=SEE),
        *(
            MenuItem(
                title=_("Index of communes"), icon="map-trifold", url="index_communes", shell=shell, permission=SEE
            )
            for shell in ("leader", "desk")
        ),
        *(
            MenuItem(title=_("Assessment rounds"), icon="list-checks", url="index_rounds", shell=shell, permission=SEE)
            for shell in ("leader", "desk")
        ),
    )  # fmt: skip
    grants = {
        "officer": (SEE, ASSESS, VERIFY),
        "head": (SEE, ASSESS, VERIFY),
        "leader": (SEE,),
        "registrar": (SEE, KEEP),
    }

    def ready(self) -> None:
        """An emptied test database loses and regains the guard of published catalogues too."""
        also_guarded(import_module("tinhso.operations.index.models.catalogues").PUBLISHED_ONCE)
