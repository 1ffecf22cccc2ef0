"""What procedures do by the clock."""

from datetime import datetime

from django.utils import timezone

from tinhso.events.jobs import daily
from tinhso.government.procedures.actions.catalogue import begin_version
from tinhso.government.procedures.models import ProcedureVersion
from tinhso.kit.actors import Actor, Channel

BY = Actor(channel=Channel.SYSTEM)


@daily(hour=0, minute=5)
def begin_versions(at: datetime) -> None:
    """Publish the workflow of every version of the law that applies from today on."""
    for version in ProcedureVersion.objects.begun(timezone.localdate(at)).order_by("pk"):
        begin_version(version, by=BY, at=at)
