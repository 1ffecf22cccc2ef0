"""Lives of dossiers, played through the actions: what the generator multiplies."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db.models import Min, Model, QuerySet

from tinhso.core.accounts.domain import Role
from tinhso.core.accounts.models import Account, Post
from tinhso.core.calendar.models import working_calendar
from tinhso.core.cases.models import Case, Spell
from tinhso.core.organisations.models import Organisation
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.core.search.models import Row
from tinhso.events.models import Entry, Outbox, Payload
from tinhso.government.procedures.actions.checking import Handed, lacks_of
from tinhso.government.procedures.actions.filing import KIND, file_dossier
from tinhso.government.procedures.actions.following import rate_dossier
from tinhso.government.procedures.actions.handling import Step, take_step
from tinhso.government.procedures.domain.asking import every_field
from tinhso.government.procedures.domain.steps import Action, Brought, Door, Release
from tinhso.government.procedures.models import Dossier, Letter, Paper, ProcedureVersion, Rating
from tinhso.government.procedures.models.asking import first_answers, form_of
from tinhso.government.procedures.models.laws import numbers_asked
from tinhso.government.procedures.models.offices import counter_of
from tinhso.government.procedures.models.sealing import taken_out
from tinhso.kit.actors import Actor, Channel

RATE = "rate"
WHOLE = ("accept", "ask_supplement", "give_supplement", "submit", "decide", "release", RATE)
"""With the filing eight entries in the log, and a clock that stood and ran on."""
ENDED = (
    WHOLE,
    ("accept", "process", "submit", "decide", "release", RATE),
    ("accept", "process", "ask_supplement", "give_supplement", "submit", "decide", "release", RATE),
)
OPEN: tuple[tuple[str, ...], ...] = (
    ("accept",),
    ("accept", "process"),
    ("accept", "process", "submit"),
    ("accept", "process", "ask_supplement"),
)
REASON = "Ảnh giấy tờ bị mờ, bà con chụp lại giúp."
MOST_PEOPLE, MOST_DESKS = 12, 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A commune that takes in dossiers, who works there, and who files there."""

    place: Place
    agency: Organisation
    officer: Actor
    head: Actor
    people: Sequence[Person]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What may be filed: a version of a procedure with answers and papers that are complete."""

    version: ProcedureVersion
    answers: Mapping[str, Any]
    papers: Sequence[Handed]

    def answers_for(self, person: Person) -> dict[str, Any]:
        """The answers as this person would give them: what the register knows is theirs."""
        own = {key: value for key, value in first_answers(self.version, person).items() if value is not None}
        return {**self.answers, **{key: value for key, value in own.items() if key in self.answers}}

    def fits(self, person: Person, at: datetime, door: Door = Door.COUNTER) -> bool:
        """Whether this person may file it so."""
        brought = [paper.listed for paper in self.papers]
        return not lacks_of(self.version, door, self.answers_for(person), brought, at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """A dossier from its filing as far as it comes: one moment for the filing and one for each step."""

    desk: Desk
    sample: Sample
    way: Sequence[str]
    moments: Sequence[datetime] = field(repr=False)

    @property
    def began(self) -> datetime:
        return self.moments[0]


def desks() -> list[Desk]:
    """Communes with a counter, an officer, a head and people who can file; the one of `hac` first."""
    communes = Place.objects.current().communes().within(Place.objects.home()).by_name()
    found = [desk for place in communes if (desk := _desk(place))]
    named = Account.objects.get(username="hac").pk
    return sorted(found, key=lambda desk: desk.officer.account != named)[:MOST_DESKS]


def samples() -> list[Sample]:
    """One of each version that the demo has filed, with the answers and papers that came with it."""
    first = Dossier.objects.order_by("version").values("version").annotate(first=Min("pk")).values("first")
    rows = Dossier.objects.select_related("case", "version__definition", "version__procedure").filter(pk__in=first)
    return [_sample(row) for row in rows.order_by("version")]


def lives(
    desk: Desk, among: Sequence[Sample], *, chance: Random, now: datetime, ways: Sequence[Sequence[str]]
) -> list[Life]:
    """One life for each way, of procedures and at moments that chance names; an open one began lately."""
    return [_life(desk, chance.choice(among), way, chance, now) for way in ways]


def play(life: Life, person: Person) -> Dossier:
    """Live it through the actions, for a person."""
    desk, sample = life.desk, life.sample
    dossier = file_dossier(
        sample.version,
        applicant=person,
        answers=sample.answers_for(person),
        papers=sample.papers,
        door=Door.COUNTER,
        place=desk.place,
        agency=desk.agency,
        hand_back=Release.IN_PERSON,
        by=desk.officer,
        at=life.began,
    )
    for action, at in zip(life.way, life.moments[1:], strict=True):
        _do(desk, dossier, action, at)
    return dossier


def rows_of(dossier: Dossier) -> dict[type[Model], list[Model]]:
    """Every row that the actions wrote for a dossier, by its table, the tables in an order that refers backwards."""
    entries = Entry.objects.about("cases.case", str(dossier.case.uuid))
    found: dict[type[Model], QuerySet[Any]] = {
        Case: Case.objects.filter(pk=dossier.case_id),
        Dossier: Dossier.objects.filter(pk=dossier.pk),
        Paper: Paper.objects.filter(dossier=dossier).order_by("pk"),
        Spell: Spell.objects.filter(case=dossier.case_id).order_by("pk"),
        Letter: Letter.objects.filter(dossier=dossier).order_by("pk"),
        Rating: Rating.objects.filter(dossier=dossier),
        Entry: entries,
        Payload: Payload.objects.filter(entry__in=entries.order_by().values("pk")).order_by("pk"),
        Outbox: Outbox.objects.filter(entry__in=entries.order_by().values("pk")).order_by("pk"),
        Row: Row.objects.filter(kind=KIND, ref=str(dossier.uuid)),
    }
    return {model: list(rows) for model, rows in found.items()}


def _desk(place: Place) -> Desk | None:
    agency = counter_of(place)
    posts = Post.objects.filter(ends_at=None).select_related("account").order_by("pk")
    officer = posts.filter(organisation=agency, role=Role.OFFICER).first() if agency else None
    head = posts.filter(organisation__in=[agency, agency.parent], role=Role.HEAD).first() if agency else None
    if agency is None or officer is None or head is None:
        return None
    staff = Account.objects.exclude(posts=None).values("person")
    able = (
        Person.objects.living().filter(home__path__startswith=place.path, numbers__isnull=False).exclude(uuid__in=staff)
    )
    rows = (
        able.select_related("home__parent__parent", "household").prefetch_related("numbers").order_by("pk").distinct()
    )
    people = list(rows.filter(birth_year__lt=2000)[:MOST_PEOPLE])
    if not people:
        return None
    return Desk(place=place, agency=agency, officer=_actor(officer), head=_actor(head), people=people)


def _actor(post: Post) -> Actor:
    return Actor(account=post.account_id, person=post.account.person_id, post=post.pk, channel=Channel.COUNTER)


def _sample(row: Dossier) -> Sample:
    asked = {one.key for one in every_field(form_of(row.version))}
    answers = taken_out(row.case.values, row.sealed, of=row.uuid)
    papers = [
        Handed(listed=paper.listed, brought=Brought(paper.brought), seen=paper.seen)
        for paper in row.papers.filter(replaced_at=None, kept=None, file=None).order_by("pk")
    ]
    return Sample(
        version=row.version, answers={key: value for key, value in answers.items() if key in asked}, papers=papers
    )


def _life(desk: Desk, sample: Sample, way: Sequence[str], chance: Random, now: datetime) -> Life:
    calendar = working_calendar((*desk.place.ancestors, desk.place.pk))
    ago = chance.uniform(12, 33) if way in ENDED else chance.uniform(2, 5)
    at = calendar.add_working_hours(now - timedelta(days=ago), 0) + timedelta(minutes=chance.randrange(50))
    moments = [at]
    for _step in way:
        moments.append(calendar.add_working_hours(moments[-1], chance.choice((1, 2, 3))))
    return Life(desk=desk, sample=sample, way=way, moments=[min(moment, now) for moment in moments])


def _do(desk: Desk, dossier: Dossier, action: str, at: datetime) -> None:
    applicant = Actor(person=dossier.case.applicant_id)
    if action == RATE:
        rate_dossier(dossier, faces=5, by=applicant, at=at)
        return
    by = {Action.GIVE_SUPPLEMENT: applicant, Action.DECIDE: desk.head}.get(Action(action), desk.officer)
    take_step(dossier, Step(action=action, answers=dict(_answers(action))), by=by, at=at)


def _answers(action: str) -> Iterator[tuple[str, str]]:
    if action == Action.ASK_SUPPLEMENT:
        yield "reason", REASON
    if action == Action.RELEASE:
        yield "how", Release.IN_PERSON.value


def filing_of(username: str, *, at: datetime) -> dict[str, Any]:
    """What someone may send to the API to file for themselves at the commune of the named officer."""
    people = Person.objects.select_related("home__parent__parent", "household").prefetch_related("numbers")
    one = people.get(accounts__username=username)
    fits = [sample for sample in samples() if sample.papers and sample.fits(one, at, Door.OWN)]
    sample = max(fits, key=lambda found: len(numbers_asked(found.version)))
    return {
        "procedure": sample.version.procedure.code,
        "place": desks()[0].place.code,
        "answers": sample.answers_for(one),
        "papers": [{"listed": paper.listed, "brought": paper.brought.value} for paper in sample.papers],
    }
