"""The tables of community teams."""

from tinhso.society.teams.models.activities import Activity, ActivityPhoto, Cover, Given
from tinhso.society.teams.models.lists import MemberList
from tinhso.society.teams.models.teams import Member, Team, Training

__all__ = ["Activity", "ActivityPhoto", "Cover", "Given", "Member", "MemberList", "Team", "Training"]
