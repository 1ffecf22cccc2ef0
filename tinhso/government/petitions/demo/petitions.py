"""Three months of petitions from named and unnamed people in eight communes, in every state, through the same actions.

What they say stands in `tables/demo_petitions.csv`; `way` is how far it came: `published:5` was answered, shown to all
and rated with five. Nobody here is real.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import cycle, zip_longest
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from tinhso.core.accounts.domain import Role
from tinhso.core.accounts.models import Account, Post
from tinhso.core.calendar.models import working_calendar
from tinhso.core.people.demo import named_people
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.government.petitions.actions import answering, handling, publishing
from tinhso.government.petitions.actions.joining import join_petition, settle_joined
from tinhso.government.petitions.actions.sending import Said, send_petition
from tinhso.government.petitions.domain.words import ASSISTED, TYPED_BY_AN_OFFICER, Kind, Way
from tinhso.government.petitions.models import Petition, Topic
from tinhso.kit.actors import Actor, Channel
from tinhso.kit.demo import Demo, Quarter

TABLE = Path(__file__).parent.parent / "tables" / "demo_petitions.csv"
COMMUNES, PEOPLE = 8, 6
NEAR = "near"
"""Who says it lives in the commune of the named people; `any`: in any of the eight."""
NOT_YET = frozenset({"new", "refused", "withdrawn", "joined"})
"""Ways on which nobody took it in."""
ENDED = frozenset({"refused", "answered", "published", "withheld", "rated", "bad"})
WITH_ANSWER = frozenset({"answered", "published", "withheld", "rated", "bad"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    who: str
    topic: str
    kind: Kind
    channel: Way
    days: float
    way: str
    faces: int
    words: str
    answer: str


def make_petitions(demo: Demo) -> None:
    """Make them in the order of the table; one that is joined goes with the one before it."""
    topics = {topic.code: topic for topic in Topic.objects.select_related("parent")}
    cast, people = named_people(), _people(demo)
    others, near = cycle(people), cycle(people[::COMMUNES])
    last: Petition | None = None
    lines = list(_lines())
    for number, line in enumerate(lines):
        person = cast[line.who] if line.who in cast else next(near if line.who == NEAR else others)
        if person.home is None:
            continue
        last = _life(demo, line, person, topics[line.topic], last)
        demo.step(number / len(lines))


def live_petitions(quarter: Quarter) -> None:
    """Petitions of a quarter, each said and answered through the actions, by people of all communes in turn."""
    demo = Demo(province=settings.PROVINCE, now=quarter.now, random=quarter.random, step=quarter.step)
    topics = {topic.code: topic for topic in Topic.objects.select_related("parent")}
    communes = Place.objects.current().communes().within(Place.objects.home()).by_name()
    people = [person for row in zip_longest(*(_of_a_commune(place, demo) for place in communes)) for person in row]
    able, wanted = [person for person in people if person], quarter.wanted["petitions"]
    lines = [line for line in _lines() if line.way in ENDED]
    began = timezone.make_aware(datetime.combine(quarter.first, time()))
    apart = (quarter.last - quarter.first + timedelta(days=1)) / max(1, wanted)
    for number in range(wanted):
        line, sent = quarter.random.choice(lines), began + (number + quarter.random.random()) * apart
        life = replace(line, days=(quarter.now - sent) / timedelta(days=1))
        _life(demo, life, able[number % len(able)], topics[line.topic], None)
        quarter.step(number / wanted)


def _lines() -> Iterator[Line]:
    with TABLE.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            way, _colon, faces = row["way"].partition(":")
            yield Line(
                row["who"], row["topic"], Kind(row["kind"]), Way(row["channel"]), float(row["days"]), way,
                int(faces or 0), row["words"], row["answer"] or "",
            )  # fmt: skip


def _people(demo: Demo) -> list[Person]:
    """Some adults of the named people's commune and of seven others, one commune after the other."""
    here = named_people()["my"].home
    if here is None or here.parent is None:
        return []
    others = Place.objects.current().communes().within(Place.objects.home()).exclude(pk=here.parent.pk)
    communes = list(others.by_name())
    demo.random.shuffle(communes)
    found = [_of_a_commune(place, demo) for place in [here.parent, *communes[: COMMUNES - 1]]]
    return [person for row in zip(*found, strict=False) for person in row] or found[0]


def _of_a_commune(place: Place, demo: Demo) -> list[Person]:
    staff = Account.objects.filter(posts__isnull=False).values("person")
    able = Person.objects.living().adults(on=demo.now.date()).filter(home__path__startswith=place.path)
    return list(able.exclude(uuid__in=staff).select_related("home__parent__parent").order_by("pk")[:PEOPLE])


def _life(demo: Demo, line: Line, person: Person, topic: Topic, before: Petition | None) -> Petition:
    sent = demo.now - timedelta(days=line.days)
    petition = _sent(line, person, topic, demo, at=sent)
    clock = _Clock(demo, petition, sent)
    if line.way == "joined" and before:
        join_petition(petition, to=before, by=_owner(petition), at=clock.next())
    elif line.way == "refused":
        handling.refuse(petition, words=line.answer, by=_owner(petition), at=clock.next())
    elif line.way == "withdrawn":
        handling.withdraw(petition, by=Actor(person=person.uuid), at=clock.next())
    elif line.way not in NOT_YET:
        _worked_on(line, petition, person, clock)
    return petition


def _sent(line: Line, person: Person, topic: Topic, demo: Demo, *, at: datetime) -> Petition:
    home = person.home
    place = home if home is not None else Place.objects.home()
    anonymous = line.topic in ("waste.forest", "papers.bribe")
    point = _spot(place, demo)
    said = Said(
        kind=line.kind, topic=topic, place=place, channel=line.channel, words=line.words, applicant=person,
        anonymous=anonymous, may_show=True, point=point if demo.random.random() < 0.4 else None,
    )  # fmt: skip
    return send_petition(said, by=_sender(line, person, place, at), at=at)


def _spot(place: Place, demo: Demo) -> tuple[float, float] | None:
    """Where somebody points: at the village; where nobody measured that, not far from the middle of the commune."""
    if place.lat is not None and place.lon is not None:
        return place.lat, place.lon
    around = place.parent
    if around is None or around.lat is None or around.lon is None:
        return None
    return around.lat + demo.random.uniform(-0.02, 0.02), around.lon + demo.random.uniform(-0.02, 0.02)


def _sender(line: Line, person: Person, place: Place, at: datetime) -> Actor:
    """Who types it: an officer of the commune where it is assisted, else the person."""
    if line.channel in TYPED_BY_AN_OFFICER:
        posts = Post.objects.in_force(at).filter(place__in=[place.pk, place.parent_id or 0], role=Role.OFFICER)
        for post in posts.select_related("account").order_by("pk")[:1]:
            return Actor(account=post.account_id, person=post.account.person_id, channel=Channel.COUNTER)
    return Actor.system() if line.channel in ASSISTED else Actor(person=person.uuid)


def _worked_on(line: Line, petition: Petition, person: Person, clock: "_Clock") -> None:
    officer, asker = _owner(petition), Actor(person=person.uuid)
    handling.take_in(petition, by=officer, at=clock.next())
    if line.way in ("more", "given"):
        handling.ask_more(petition, words=line.answer, by=officer, at=clock.next())
    if line.way == "given":
        handling.give_more(petition, words="Bản trên, họp hôm mùng 10.", by=asker, at=clock.next())
    if line.way == "proposed":
        answering.propose_answer(petition, words=line.answer, by=officer, at=clock.next())
    if line.way in WITH_ANSWER:
        _answered(line, petition, asker, clock)


def _answered(line: Line, petition: Petition, asker: Actor, clock: "_Clock") -> None:
    officer, head = _owner(petition), _head(petition)
    if officer.account != head.account:
        answering.propose_answer(petition, words=line.answer, by=officer, at=clock.next(days=2))
    answering.answer_petition(petition, words=line.answer, by=head, at=clock.next(days=1))
    settle_joined(petition, by=Actor.system(), at=clock.at)
    if line.way == "withheld":
        publishing.withhold_petition(petition, by=officer, at=clock.next())
    if line.way in ("published", "bad") and petition.may_show:
        publishing.publish_petition(petition, words=line.words, answer=line.answer, by=officer, at=clock.next())
    faces = 1 if line.way == "bad" else line.faces
    if faces and petition.case.applicant_id:
        answering.rate_petition(petition, faces=faces, by=asker, at=clock.next(days=1))


def _owner(petition: Petition) -> Actor:
    """Who answers for it, else who heads the office."""
    case = Petition.objects.select_related("case__owner").get(pk=petition.pk).case
    return Actor(account=case.owner.pk, person=case.owner.person_id) if case.owner else _head(petition)


def _head(petition: Petition) -> Actor:
    case = petition.case
    offices = [case.agency_id, case.agency.parent_id or 0]
    posts = Post.objects.filter(organisation__in=offices, role=Role.HEAD).select_related("account")
    for post in posts.order_by("pk")[:1]:
        return Actor(account=post.account_id, person=post.account.person_id)
    return Actor.system()


class _Clock:
    """The moments at which things happen to one petition: office hours, one after the other, never after now."""

    def __init__(self, demo: Demo, petition: Petition, at: datetime) -> None:
        self.demo, self.at = demo, at
        place = petition.case.place
        self.calendar = working_calendar((*place.ancestors, place.pk))

    def next(self, *, days: float = 0.3) -> datetime:
        moment = self.calendar.add_working_hours(self.at + timedelta(days=days), 0)
        self.at = min(self.demo.now, moment + timedelta(minutes=self.demo.random.randint(1, 90)))
        return self.at
