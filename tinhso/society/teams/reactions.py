"""What happens to teams when places change and people are forgotten or become one."""

from uuid import UUID

from tinhso.core.places.actions import ask_choices
from tinhso.events.reactions import Delivered, reacts_to
from tinhso.kit.actors import Actor
from tinhso.society.teams.actions.awards import forget_awarded, lapse_awards
from tinhso.society.teams.actions.helping import forget_asker
from tinhso.society.teams.actions.members import follow_merge, forget_member
from tinhso.society.teams.actions.news import send_news
from tinhso.society.teams.actions.notifying import tell_council, tell_helper, tell_proposer, tell_who_asked
from tinhso.society.teams.actions.teams import hand_over_place, hand_over_team
from tinhso.society.teams.events import (
    AwardEnded,
    AwardGranted,
    CouncilCalled,
    HelpAccepted,
    HelperAsked,
    NewsTold,
    TeamEnded,
)
from tinhso.society.teams.models import Award, Team

TEAM = "teams.team"


@reacts_to("places.PlaceSucceeded")
def teams_follow_their_place(delivered: Delivered) -> None:
    """A village went whole to another: its team goes with it, or joins the team that is there."""
    if not delivered.data["part"]:
        old, new = int(delivered.data["old"]), int(delivered.data["new"])
        hand_over_place(old=old, new=new, by=Actor.system(), at=delivered.at)


@reacts_to("places.PlaceDivided")
def a_person_says_where_the_team_goes(delivered: Delivered) -> None:
    """A village went to several: someone who knows it says to which its team belongs."""
    old = int(delivered.data["old"])
    standing = Team.objects.standing().filter(place=old).select_related("place__parent")
    ask_choices(TEAM, ((team.uuid, team.name) for team in standing), old=old)


@reacts_to("places.PlaceChoiceSettled")
def the_team_goes_where_was_said(delivered: Delivered) -> None:
    """The answer came."""
    if delivered.data["kind"] == TEAM:
        for team in Team.objects.filter(uuid=UUID(str(delivered.data["row"])), place=delivered.data["old"]):
            hand_over_team(team, new=int(delivered.data["new"]), by=Actor.system(), at=delivered.at)


@reacts_to("people.PersonForgotten")
def person_forgotten(delivered: Delivered) -> None:
    """They are in no team any more; what they asked for and were proposed for says nothing of them."""
    forget_member(UUID(delivered.about), at=delivered.at)
    forget_asker(UUID(delivered.about))
    forget_awarded(UUID(delivered.about), at=delivered.at)


@reacts_to("people.PeopleMerged")
def people_became_one(delivered: Delivered) -> None:
    """Who was in one team twice is in it once."""
    follow_merge(UUID(delivered.about), at=delivered.at)


@reacts_to(HelperAsked.name)
def helper_was_asked(delivered: Delivered) -> None:
    """The member learns that somebody asks, and why just them."""
    tell_helper(delivered)


@reacts_to(HelpAccepted.name)
def help_comes(delivered: Delivered) -> None:
    """Whoever asked learns who comes."""
    tell_who_asked(delivered)


@reacts_to(NewsTold.name)
def news_came(delivered: Delivered) -> None:
    """Every member of the teams is told."""
    send_news(delivered)


@reacts_to(TeamEnded.name)
def what_was_proposed_lapses(delivered: Delivered) -> None:
    """A team that is no more gets no award."""
    lapse_awards(Award.objects.open().filter(team__uuid=delivered.about).order_by("pk"), at=delivered.at)


@reacts_to(CouncilCalled.name)
def council_was_called(delivered: Delivered) -> None:
    """Whoever has a seat learns that an opinion is asked of them."""
    tell_council(delivered)


@reacts_to(AwardGranted.name, AwardEnded.name)
def award_was_decided(delivered: Delivered) -> None:
    """Whoever proposed learns how it ended."""
    tell_proposer(delivered)
