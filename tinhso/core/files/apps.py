from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import MenuItem, System


class Files(System):
    name = "tinhso.core.files"
    title = _("Files")
    icon = "paperclip"
    owner = _("Provincial data centre")
    menu = (
        MenuItem(title=_("Files"), icon="paperclip", url="files_state", shell="engineer", permission="see_files_state"),
    )
    grants = {"engineer": ("see_files_state",)}
