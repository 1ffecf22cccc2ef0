from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import MenuItem, System


class Procedures(System):
    name = "tinhso.government.procedures"
    title = _("Papers")
    icon = "identification-card"
    owner = _("Office of the Provincial People's Committee")
    carried = ("papers_for_someone",)
    door = 1
    door_url = "procedures"
    told_to_members = True
    menu = (
        *(
            MenuItem(title=_("Papers"), icon="identification-card", url="procedures", shell=shell)
            for shell in ("public", "citizen", "field")
        ),
        *(
            MenuItem(title=_("My papers"), icon="files", url="my_dossiers", shell=shell, first=shell == "field")
            for shell in ("citizen", "field")
        ),
        MenuItem(title=_("My own store"), icon="archive", url="my_store", shell="citizen"),
        MenuItem(
            title=_("Register of dossiers"),
            icon="notebook",
            url="dossier_register",
            shell="desk",
            permission="take_in_dossiers",
        ),
        MenuItem(
            title=_("Waits for my signature"), icon="pen-nib", url="to_sign", shell="desk", permission="sign_results"
        ),
        MenuItem(title=_("Counter"), icon="desktop", url="counter", shell="desk", permission="take_in_dossiers"),
        MenuItem(
            title=_("Catalogue of procedures"),
            icon="books",
            url="kept_procedures",
            shell="desk",
            permission="check_procedures",
        ),
        *(
            MenuItem(
                title=_("Numbers of the one-stop shops"),
                icon="chart-bar",
                url="service_numbers",
                shell=shell,
                permission="see_service_numbers",
            )
            for shell in ("desk", "leader")
        ),
        *(
            MenuItem(
                title=_("National portal"),
                icon="plugs-connected",
                url="portal_line",
                shell=shell,
                permission="watch_portal",
            )
            for shell in ("desk", "engineer")
        ),
    )
    found = {
        "procedure": (_("Procedure"), "identification-card"),
        "dossier": (_("Dossier"), "folder-open"),
    }
    grants = {
        "officer": ("check_procedures", "take_in_dossiers"),
        "head": (
            "check_procedures",
            "take_in_dossiers",
            "sign_results",
            "watch_portal",
            "settle_portal",
            "see_service_numbers",
        ),
        "leader": ("see_service_numbers",),
        "registrar": ("check_procedures", "keep_procedures", "watch_portal", "settle_portal"),
        "engineer": ("watch_portal",),
    }
