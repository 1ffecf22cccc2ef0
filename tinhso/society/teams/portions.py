"""What community teams know of one person: the teams they are in, the help they asked for, the awards they
were proposed for."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tinhso.kit.portions import Sheet
from tinhso.kit.saying import local
from tinhso.society.teams.models import Award, HelpRequest, Member


def tell(person: UUID) -> Sequence[Sheet]:
    """Memberships with what is kept of them, then requests for help, then awards they were proposed for."""
    return [_memberships(person), _requests(person), _awards(person)]


def _memberships(person: UUID) -> Sheet:
    found = Member.objects.of_person(person).select_related("team__place__parent").order_by("joined_at", "pk")
    rows = [
        [
            one.team.name, str(one.position_said), one.phone_said, ", ".join(one.languages_said),
            ", ".join(map(str, one.skills_said)), one.area, local(one.joined_at).isoformat(),
            local(one.left_at).isoformat() if one.left_at else "",
        ]
        for one in found
    ]  # fmt: skip
    heads = {
        "team": _("Team"), "position": _("In the team"), "phone": _("Telephone"), "languages": _("Speaks"),
        "skills": _("Can help with"), "area": _("Which houses"), "from": _("From"), "until": _("Until"),
    }  # fmt: skip
    return Sheet("team_memberships", _("Community team"), heads, rows)


def _requests(person: UUID) -> Sheet:
    spoken = get_language() or "vi"
    found = HelpRequest.objects.of_person(person).for_page().order_by("asked_at", "pk")
    rows = [
        [
            one.ref, str(one.help_said), one.place.full_name, one.phone_said, one.neighbour, one.words,
            local(one.asked_at).isoformat(), one.case.rule.title.said(spoken),
        ]
        for one in found
    ]  # fmt: skip
    heads = {
        "code": _("Code"), "what": _("What"), "place": _("Where"), "phone": _("Telephone"),
        "neighbour": _("Neighbour"), "words": _("Anything else"), "at": _("Asked"), "state": _("State"),
    }  # fmt: skip
    return Sheet("help_requests", _("Help asked for"), heads, rows)


def _awards(person: UUID) -> Sheet:
    found = Award.objects.of_person(person).for_page().order_by("proposed_at", "pk")
    rows = [
        [one.ref, one.kind.title, one.team.name, one.period, one.reasons, one.state_said(), one.words,
         local(one.proposed_at).isoformat()]
        for one in found
    ]  # fmt: skip
    heads = {
        "code": _("Code"), "award": _("Which award"), "team": _("Team"), "period": _("For which time"),
        "reasons": _("Why"), "state": _("State"), "decision": _("The decision"), "at": _("Proposed on"),
    }  # fmt: skip
    return Sheet("team_awards", _("Awards"), heads, rows)
