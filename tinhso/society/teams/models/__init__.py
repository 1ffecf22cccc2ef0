"""The tables of community teams."""

from tinhso.society.teams.models.activities import Activity, ActivityPhoto, Cover, Given
from tinhso.society.teams.models.allowances import AllowanceRule, Paid, Sheet
from tinhso.society.teams.models.awards import Award, AwardKind, Seat
from tinhso.society.teams.models.lists import MemberList
from tinhso.society.teams.models.news import News
from tinhso.society.teams.models.requests import Asked, HelpRequest
from tinhso.society.teams.models.teams import Member, Team, Training

__all__ = [
    "Activity",
    "ActivityPhoto",
    "AllowanceRule",
    "Asked",
    "Award",
    "AwardKind",
    "Cover",
    "Given",
    "HelpRequest",
    "Member",
    "MemberList",
    "News",
    "Paid",
    "Seat",
    "Sheet",
    "Team",
    "Training",
]
