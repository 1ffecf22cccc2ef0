"""Whoever asked learns what the office did."""

from django.urls import reverse

from tinhso.core.cases.models import Case
from tinhso.core.notices.actions import tell
from tinhso.core.own_data.domain.requests import SYSTEM
from tinhso.events.reactions import Delivered, reacts_to


@reacts_to("cases.CaseMoved")
def tell_who_asked(delivered: Delivered) -> None:
    """A request went on: its office answered, did it, or refused it."""
    case = Case.objects.select_related("agency").filter(uuid=delivered.about, system=SYSTEM).first()
    if case is None or case.applicant_id is None or delivered.data.get("action") == "withdraw":
        return
    tell(
        "own_data.answered", [case.applicant_id], values={"code": case.ref, "office": case.agency.name},
        cause=f"{delivered.seq}-answered", link=reverse("own_request", args=[case.uuid]), at=delivered.at,
    )  # fmt: skip
