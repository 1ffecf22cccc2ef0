"""What is kept of one person here: the phones that send for them, and what is not taken in yet."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.core.openrosa.models import Handset, Submission
from tinhso.kit.portions import Sheet
from tinhso.kit.saying import local


def tell(person: UUID) -> Sequence[Sheet]:
    """Phones with ODK Collect, and what they sent."""
    return [_handsets(person), _submissions(person)]


def _handsets(person: UUID) -> Sheet:
    heads = {"phone": _("Device"), "since": _("Since when"), "until": _("Until when"), "revoked": _("Out of use")}
    rows = [
        [one.title, local(one.made_at).isoformat(), local(one.ends_at).isoformat(),
         local(one.revoked_at).isoformat() if one.revoked_at else None]
        for one in Handset.objects.filter(account__person__uuid=person).order_by("pk")
    ]  # fmt: skip
    return Sheet("collect-phones", _("My phones with ODK Collect"), heads, rows)


def _submissions(person: UUID) -> Sheet:
    heads = {"at": _("When"), "form": _("Form"), "state": _("State"), "code": _("Code"), "content": _("Content")}
    rows = [
        [local(one.came_at).isoformat(), one.form, one.state, one.ref, bytes(one.xml).decode(errors="replace")]
        for one in Submission.objects.filter(account__person__uuid=person).order_by("pk")
    ]
    return Sheet("collect-sent", _("What ODK Collect sent for me"), heads, rows)
