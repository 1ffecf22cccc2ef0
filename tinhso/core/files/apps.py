from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import MenuItem, System


class Files(System):
    name = "tinhso.core.files"
    title = _("Files")
    icon = "paperclip"
    owner = _("Provincial data centre")
    menu = (
        MenuItem(title=_("Files"), icon="paperclip", url="files_state", shell="engineer", permission="see_files_state"),
        MenuItem(
            title=_("Signing keys"), icon="key", url="signing_keys", shell="engineer", permission="keep_signing_keys"
        ),
        MenuItem(title=_("Is this paper real?"), icon="shield-check", url="check", shell="public"),
        MenuItem(title=_("Is this paper real?"), icon="shield-check", url="check", shell="citizen"),
        MenuItem(title=_("Is this paper real?"), icon="shield-check", url="check", shell="desk"),
        MenuItem(title=_("My signature"), icon="pen-nib", url="my_signing_key", shell="desk"),
    )
    grants = {"engineer": ("see_files_state", "keep_signing_keys")}
