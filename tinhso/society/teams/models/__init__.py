"""The tables of community teams."""

from tinhso.society.teams.models.lists import MemberList
from tinhso.society.teams.models.teams import Member, Team, Training

__all__ = ["Member", "MemberList", "Team", "Training"]
