"""What was told to a person."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.core.notices.models import Notice
from tinhso.kit.portions import Sheet
from tinhso.kit.saying import local


def tell(person: UUID) -> Sequence[Sheet]:
    """Every message, the newest first."""
    told = Notice.objects.filter(person=person).select_related("wording__kind").order_by("-told_at", "-id")
    rows = [[local(one.told_at).isoformat(), one.said().subject, one.said().long] for one in told]
    heads = {"at": _("When"), "subject": _("About"), "text": _("Text")}
    return [Sheet("messages", _("Messages"), heads, rows)]
