"""What is left of text messages and calls goes after a month; the words of a call as soon as it is over."""

from datetime import datetime

from tinhso.core.telephone.domain.limits import A_CALL, KEPT
from tinhso.core.telephone.models import Call, TextMessage


def forget_old(*, at: datetime) -> None:
    """Drop what is older than a month, and what calls said that are over."""
    TextMessage.objects.filter(received_at__lte=at - KEPT).delete()
    Call.objects.filter(began_at__lte=at - KEPT).delete()
    over = Call.objects.filter(began_at__lte=at - A_CALL).exclude(said="", sealed=None)
    over.update(said="", code="", sealed=None)
