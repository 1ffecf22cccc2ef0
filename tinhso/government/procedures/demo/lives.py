"""Lives of dossiers: planned to the minute, played through the actions. What the press multiplies (`printing`)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Min, Model

from tinhso.core.cases.domain.blueprint import Unit
from tinhso.core.cases.models import Case, Spell
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.core.search.models import Row
from tinhso.events.printing import lines_about
from tinhso.government.procedures.actions.checking import Handed, lacks_of
from tinhso.government.procedures.actions.filing import KIND, file_dossier
from tinhso.government.procedures.actions.following import rate_dossier
from tinhso.government.procedures.actions.handling import Step, take_step
from tinhso.government.procedures.demo.desks import Desk, desk_at
from tinhso.government.procedures.domain.asking import every_field
from tinhso.government.procedures.domain.steps import Action, Brought, Door, Release
from tinhso.government.procedures.models import Dossier, Letter, Paper, ProcedureVersion, Rating
from tinhso.government.procedures.models.asking import first_answers, form_of
from tinhso.government.procedures.models.sealing import taken_out
from tinhso.kit.actors import Actor

RATE = "rate"
ENDED = (
    ("accept", "ask_supplement", "give_supplement", "submit", "decide", "release", RATE),
    ("accept", "process", "submit", "decide", "release", RATE),
    ("accept", "process", "ask_supplement", "give_supplement", "submit", "decide", "release", RATE),
)
OPEN: tuple[tuple[str, ...], ...] = (
    ("accept",),
    ("accept", "process"),
    ("accept", "process", "submit"),
    ("accept", "process", "ask_supplement"),
)
HOURS_OF = {Unit.WORKING_HOURS: 1, Unit.WORKING_DAYS: 8, Unit.DAYS: 5, Unit.SAME_DAY: 1}
REASON = "Ảnh giấy tờ bị mờ, bà con chụp lại giúp."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What may be filed: a version of a procedure with complete answers and papers; `term` in working hours."""

    version: ProcedureVersion
    answers: Mapping[str, Any]
    papers: Sequence[Handed]
    term: Decimal

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
    door: Door = Door.COUNTER
    way: Sequence[str]
    faces: int = 5
    moments: Sequence[datetime] = field(repr=False)

    @property
    def began(self) -> datetime:
        return self.moments[0]

    def fitting(self) -> list[Person]:
        """Who of the desk's people may file it so."""
        return [person for person in self.desk.people if self.sample.fits(person, self.began, self.door)]


def desks(now: datetime) -> list[Desk]:
    """Communes with a counter, an officer, a head and people who can file, by name."""
    communes = Place.objects.current().communes().within(Place.objects.home()).by_name()
    return [desk for place in communes if (desk := desk_at(place, now))]


def samples() -> list[Sample]:
    """One of each version that the demo has filed, with the answers and papers that came with it."""
    first = Dossier.objects.order_by("version").values("version").annotate(first=Min("pk")).values("first")
    rows = Dossier.objects.select_related("case", "version__definition", "version__procedure").filter(pk__in=first)
    return [_sample(row) for row in rows.order_by("version")]


def play(life: Life, person: Person) -> Dossier:
    """Live it through the actions, for a person."""
    desk, sample = life.desk, life.sample
    dossier = file_dossier(
        sample.version,
        applicant=person,
        answers=sample.answers_for(person),
        papers=sample.papers,
        door=life.door,
        place=desk.commune,
        agency=desk.agency,
        hand_back=Release.IN_PERSON,
        by=desk.officer if life.door is Door.COUNTER else Actor(person=person.uuid),
        at=life.began,
    )
    for action, at in zip(life.way, life.moments[1:], strict=True):
        _do(life, dossier, action, at)
    return dossier


def rows_of(dossier: Dossier) -> dict[type[Model], list[Model]]:
    """Every row that the actions wrote for a dossier, by its table, the tables in an order that refers backwards."""
    return {
        Case: list(Case.objects.filter(pk=dossier.case_id)),
        Dossier: list(Dossier.objects.filter(pk=dossier.pk)),
        Paper: list(Paper.objects.filter(dossier=dossier).order_by("pk")),
        Spell: list(Spell.objects.filter(case=dossier.case_id).order_by("pk")),
        Letter: list(Letter.objects.filter(dossier=dossier).order_by("pk")),
        Rating: list(Rating.objects.filter(dossier=dossier)),
        **lines_about("cases.case", dossier.case.uuid),
        Row: list(Row.objects.filter(kind=KIND, ref=str(dossier.uuid))),
    }


def _sample(row: Dossier) -> Sample:
    known = {one.key for one in every_field(form_of(row.version))}
    answers = taken_out(row.case.values, row.sealed, of=row.uuid)
    papers = [
        Handed(listed=paper.listed, brought=Brought(paper.brought), seen=paper.seen)
        for paper in row.papers.filter(replaced_at=None, kept=None, file=None).order_by("pk")
    ]
    return Sample(
        version=row.version,
        answers={key: value for key, value in answers.items() if key in known},
        papers=papers,
        term=max(Decimal(1), row.case.term_value) * HOURS_OF[Unit(row.case.term_unit)],
    )


def _do(life: Life, dossier: Dossier, action: str, at: datetime) -> None:
    applicant = Actor(person=dossier.case.applicant_id)
    if action == RATE:
        rate_dossier(dossier, faces=life.faces, by=applicant, at=at)
        return
    desk = life.desk
    by = {Action.GIVE_SUPPLEMENT: applicant, Action.DECIDE: desk.head}.get(Action(action), desk.officer)
    take_step(dossier, Step(action=action, answers=dict(_answers(action))), by=by, at=at)


def _answers(action: str) -> Iterator[tuple[str, str]]:
    if action == Action.ASK_SUPPLEMENT:
        yield "reason", REASON
    if action == Action.RELEASE:
        yield "how", Release.IN_PERSON.value
