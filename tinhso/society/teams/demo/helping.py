"""Some who asked for help: one waits for Thoa, one is helped, one nobody answered."""

from datetime import timedelta

from tinhso.core.accounts.demo import persona
from tinhso.core.people.demo import named_people
from tinhso.kit.actors import Actor
from tinhso.kit.demo import Demo
from tinhso.society.teams.actions.helping import (
    Wish,
    accept_help,
    ask_help,
    ask_member,
    finish_help,
    go_on_without_silent,
)
from tinhso.society.teams.domain.words import Help
from tinhso.society.teams.models import Member

SYSTEM = Actor.system()


def make_requests(demo: Demo) -> None:
    """In the village of Thoa's team; by people with and without a name."""
    thoa = Member.objects.now().of_person(persona("thoa").person_id).select_related("team__place__parent").first()
    if thoa is None:
        return
    place, my, now = thoa.team.place, named_people()["my"], demo.now
    done = ask_help(
        Wish(place=place, help=Help.PAPERS, language="thai", applicant=my), by=SYSTEM, at=now - timedelta(days=6)
    )
    ask_member(done, thoa, by=SYSTEM, at=done.asked_at)
    accept_help(done, thoa, by=SYSTEM, at=now - timedelta(days=6, hours=-1))
    finish_help(done, by=SYSTEM, at=now - timedelta(days=5))
    silent = Wish(place=place, help=Help.PHONE, language="mong", name="Ông Pó", neighbour="Nhà trưởng bản")
    ask_help(silent, by=SYSTEM, at=now - timedelta(days=1))
    for hours in (18, 12, 6):
        go_on_without_silent(at=now - timedelta(hours=hours))
    waiting = ask_help(
        Wish(place=place, help=Help.HEALTH, language="thai", name="Bà Hom", neighbour="Nhà chị Panh"),
        by=SYSTEM, at=now - timedelta(minutes=40),
    )  # fmt: skip
    ask_member(waiting, thoa, by=SYSTEM, at=waiting.asked_at)
