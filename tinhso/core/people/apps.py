from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import MenuItem, System

READ = ("read_person",)
KEEP = (*READ, "register_person", "correct_person", "move_person", "form_household")


class People(System):
    name = "tinhso.core.people"
    title = _("Residents")
    icon = "users-three"
    owner = _("Justice and civil status desk of the commune")
    menu = (
        MenuItem(title=_("Residents"), icon="users-three", url="people", shell="desk", permission="read_person"),
        MenuItem(title=_("Same person twice?"), icon="copy", url="likenesses", shell="desk", permission="merge_people"),
        MenuItem(title=_("Residents"), icon="users-three", url="people", shell="field", permission="read_person"),
        MenuItem(title=_("My information"), icon="identification-card", url="me", shell="citizen"),
        MenuItem(title=_("Who looked at my information"), icon="eye", url="who_looked", shell="citizen"),
    )
    found = {"person": (_("Person"), "user"), "household": (_("Household"), "house")}
    grants = {
        "helper": ("read_person", "register_person", "correct_person"),
        "officer": KEEP,
        "head": READ,
        "registrar": (*KEEP, "record_death", "merge_people", "forget_person"),
    }
