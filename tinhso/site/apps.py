import gc

from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import MenuItem, System


class Site(System):
    name = "tinhso.site"
    title = _("Front door")
    icon = "house"
    owner = _("Tỉnh Số founders")
    menu = (
        MenuItem(title=_("My matters"), icon="list-checks", url="my_matters", shell="citizen", first=True),
        MenuItem(title=_("Today"), icon="sun-horizon", url="home", shell="desk", first=True),
        MenuItem(title=_("This morning"), icon="sun-horizon", url="home", shell="leader", first=True),
        MenuItem(title=_("The house"), icon="house", url="home", shell="engineer", first=True),
        MenuItem(title=_("Systems of this house"), icon="tree-structure", url="systems", shell="engineer"),
        *(
            MenuItem(title=_("How true we are"), icon="shield-check", url="truth", shell=shell, permission="see_truth")
            for shell in ("engineer", "leader")
        ),
    )
    grants = {"engineer": ("see_truth",), "leader": ("see_truth",)}

    def ready(self) -> None:
        """All is loaded, and stays: what is thrown away is looked for from now on, and not among what was loaded."""
        super().ready()
        gc.freeze()
        gc.enable()
