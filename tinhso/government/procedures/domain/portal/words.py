"""The portal's numbers and the words for them."""

from collections.abc import Mapping
from enum import IntEnum, StrEnum

from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import Text


class Status(IntEnum):
    """Where a dossier stands, as the national portal counts it. Each state of a definition names its number."""

    FILED = 1
    RECEIVED = 2
    NOT_RECEIVED = 3
    IN_WORK = 4
    PAPERS_ASKED = 5
    MONEY_ASKED = 6
    WITHDRAWN = 7
    STOPPED = 8
    FINISHED = 9
    HANDED_OVER = 10

    @property
    def has_ended(self) -> bool:
        """Whether nothing more is expected of the office, save handing over."""
        return self in (Status.NOT_RECEIVED, Status.WITHDRAWN, Status.STOPPED, Status.FINISHED, Status.HANDED_OVER)


class Channel(StrEnum):
    """`KenhThucHien`: how the dossier came."""

    COUNTER = "1"
    ONLINE = "2"
    POST = "3"


class ApplicantKind(StrEnum):
    """`LoaiDoiTuong`: who applies."""

    PERSON = "1"
    BUSINESS = "2"
    AGENCY = "3"


class FeeWhen(StrEnum):
    """`HinhThucThu`: when a fee is taken."""

    AT_RECEPTION = "1"
    AT_SUPPLEMENT = "2"
    AT_HANDING_OVER = "4"


STATUS_WORDS: Mapping[Status, Text] = {
    Status.FILED: _("Newly filed"),
    Status.RECEIVED: _("Received by the office"),
    Status.NOT_RECEIVED: _("Not received by the office"),
    Status.IN_WORK: _("Being handled"),
    Status.PAPERS_ASKED: _("More papers asked for"),
    Status.MONEY_ASKED: _("A fee is asked for"),
    Status.WITHDRAWN: _("The citizen withdraws it"),
    Status.STOPPED: _("Handling stopped"),
    Status.FINISHED: _("Handling finished"),
    Status.HANDED_OVER: _("Result handed over"),
}
