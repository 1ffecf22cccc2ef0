"""Telling members who asks for help, people who comes, councils and proposers what became of an award."""

from datetime import datetime, timedelta

from django.urls import reverse

from tinhso.core.notices.actions import tell
from tinhso.core.notices.domain.values import Value
from tinhso.events.reactions import Delivered
from tinhso.society.teams.domain.awarding import Says
from tinhso.society.teams.models import Asked, Award, HelpRequest
from tinhso.society.teams.models.awards import COUNCIL, GRANTED

FRESH = timedelta(days=3)


def tell_helper(delivered: Delivered) -> None:
    """A member was asked."""
    rows = Asked.objects.select_related("request__case", "request__place__parent", "member__person")
    asked = rows.filter(request__uuid=delivered.about, member=delivered.data["member"]).first()
    if asked is None:
        return
    request = asked.request
    values: dict[str, Value] = {
        "code": request.ref, "village": request.place.full_name, "matter": request.case.title,
        "day": datetime.fromisoformat(str(delivered.data["until"])), "why": asked.why,
    }  # fmt: skip
    tell(
        "teams.help_asked", [asked.member.person.uuid], values=values, cause=f"{delivered.seq}-help_asked",
        link=reverse("my_team"), until=delivered.at + FRESH, at=delivered.at,
    )  # fmt: skip


def tell_who_asked(delivered: Delivered) -> None:
    """A member comes; who is not in the register is called by them."""
    request = HelpRequest.objects.for_page().filter(uuid=delivered.about).first()
    if request is None or request.member is None or request.case.applicant_id is None:
        return
    helper = request.member
    values = {"code": request.ref, "helper": helper.person.given, "phone": helper.phone_said or "1022"}
    tell(
        "teams.help_coming", [request.case.applicant_id], values=values, cause=f"{delivered.seq}-help_coming",
        link=reverse("help_request", args=[request.uuid]), until=delivered.at + FRESH, at=delivered.at,
    )  # fmt: skip


def tell_council(delivered: Delivered) -> None:
    """Those whose opinion is asked; each is told once, however often the council changes."""
    award = Award.objects.for_page().filter(uuid=delivered.about).first()
    if award is None or award.case.state != COUNCIL:
        return
    asked = award.seats.filter(says=Says.NOTHING).select_related("account")
    values: dict[str, Value] = {"code": award.ref, "team": award.team.name, "day": award.case.due_at}
    tell(
        "teams.council_called", [one.account.person_id for one in asked if one.account.person_id], values=values,
        cause=f"{award.uuid}-council", link=reverse("award", args=[award.uuid]), until=award.case.due_at + FRESH,
        at=delivered.at,
    )  # fmt: skip


def tell_proposer(delivered: Delivered) -> None:
    """How it ended, for who proposed; whoever took it back knows."""
    award = Award.objects.for_page().filter(uuid=delivered.about).first()
    person = award.proposed_by.person_id if award and award.proposed_by else None
    if award is None or person is None or award.case.outcome == "withdrawn":
        return
    kind = "teams.award_given" if award.case.outcome == GRANTED else "teams.award_not_given"
    tell(
        kind, [person], values={"code": award.ref, "team": award.team.name}, cause=f"{award.uuid}-decided",
        link=reverse("award", args=[award.uuid]), until=delivered.at + FRESH, at=delivered.at,
    )  # fmt: skip
