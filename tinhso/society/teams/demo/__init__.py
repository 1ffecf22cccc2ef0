"""Demo life of community teams."""

from tinhso.kit.demo import Demo
from tinhso.society.teams.demo.activities import make_activities
from tinhso.society.teams.demo.awards import make_awards
from tinhso.society.teams.demo.helping import make_requests
from tinhso.society.teams.demo.teams import make_teams

AFTER = ("accounts", "cases", "organisations", "people", "places")


def fill(demo: Demo) -> None:
    """Teams in six communes; Thoa is a member of the one in her village."""
    make_teams(demo)
    make_activities(demo)
    make_requests(demo)
    make_awards(demo)
    demo.step(1)
