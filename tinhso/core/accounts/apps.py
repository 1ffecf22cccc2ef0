from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import MenuItem, System


class Accounts(System):
    name = "tinhso.core.accounts"
    title = _("Accounts")
    icon = "key"
    owner = _("Provincial data centre")
    menu = (
        *(
            MenuItem(title=_("Accounts and posts"), icon="key", url="accounts", shell=shell, permission="see_accounts")
            for shell in ("desk", "engineer")
        ),
        *(
            MenuItem(title=_("My account"), icon="user-circle", url="account", shell=shell)
            for shell in ("desk", "field", "leader", "engineer", "citizen")
        ),
        MenuItem(title=_("Help someone"), icon="hand-heart", url="helping", shell="field", permission="give_mandate"),
        MenuItem(title=_("Done for me"), icon="user-switch", url="done_for_me", shell="citizen"),
        *(MenuItem(title=_("For whom I act"), icon="user-switch", url="act_for", shell=shell) for shell in ("field",)),
    )
    at_nodes = {"Account": {"kind": "staff"}, "Post": {"account__kind": "staff", "role__in": ("officer", "head")}}
    only_at_nodes = {"Account": ("uuid", "kind", "is_active", "opened_at")}
    grants = {
        "helper": ("give_mandate",),
        "officer": ("give_mandate",),
        "head": (
            "see_accounts",
            "give_post",
            "end_post",
            "disable_account",
            "record_absence",
            "recover_account",
            "give_mandate",
            "withdraw_mandate",
        ),
        "registrar": (
            "see_accounts",
            "open_account",
            "close_account",
            "disable_account",
            "give_post",
            "end_post",
            "record_absence",
            "recover_account",
            "withdraw_mandate",
        ),
        "engineer": ("see_accounts", "disable_account"),
    }
