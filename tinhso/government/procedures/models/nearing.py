"""Dossiers whose promised day is almost here."""

from collections.abc import Collection
from datetime import datetime, time

from django.db.models import QuerySet
from django.utils import timezone

from tinhso.government.procedures.models.dossiers import Dossier


def nearly_late(owners: Collection[int], *, at: datetime, until: datetime) -> QuerySet[Dossier]:
    """Running dossiers of these accounts that came before today, fall due by then, and have no new date yet."""
    today = timezone.make_aware(datetime.combine(timezone.localdate(at), time()))
    running = Dossier.objects.filter(case__ended_at=None, case__finished_at=None, case__stopped_at=None)
    nearing = running.filter(
        case__owner__in=owners, case__extensions=0, case__received_at__lt=today, case__due_at__gt=at
    )
    return nearing.filter(case__due_at__lte=until).exclude(case__role="").order_by("case__due_at", "id")
