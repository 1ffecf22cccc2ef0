"""What the house keeps of someone's voice: the phrases that they recorded."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.core.accounts.models import Account
from tinhso.core.speech.models import Clip
from tinhso.kit.portions import Sheet
from tinhso.kit.saying import local


def tell(person: UUID) -> Sequence[Sheet]:
    """Every recording with its sound, in use or not, in the order in which they were made."""
    accounts = Account.objects.filter(person__uuid=person).values("pk")
    found = list(Clip.objects.filter(recorded_by__in=accounts).select_related("phrase", "file").order_by("pk"))
    heads = {"at": _("When"), "language": _("Language"), "text": _("Text"), "state": _("State")}
    rows = [[local(one.recorded_at).isoformat(), one.language_said, one.phrase.words, one.state] for one in found]
    return [Sheet("recordings", _("Recorded voices"), heads, rows, [one.file.uuid for one in found])]
