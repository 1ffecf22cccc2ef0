"""Lists of members: read and shown first, then taken in; the same list again changes nothing."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.people.actions.registering import register_people
from tinhso.core.people.domain.particulars import Particulars
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.events.log import Fact, record, record_all
from tinhso.kit.actors import Actor, Channel
from tinhso.kit.refusals import Refusal
from tinhso.kit.sheets import NotASheet, read_csv, read_xlsx
from tinhso.kit.writing import insert_many
from tinhso.society.teams.actions.teams import KEEP, RANKS
from tinhso.society.teams.domain.lists import Fault, NotAList, Reading, Row, read_rows
from tinhso.society.teams.domain.told import row_of, told_of
from tinhso.society.teams.domain.words import Position
from tinhso.society.teams.events import ListRead, ListTaken, MemberJoined, TeamFormed
from tinhso.society.teams.models import Member, MemberList, Team, Training
from tinhso.society.teams.models.finding import people_of
from tinhso.society.teams.models.villages import Villages

KEPT = timedelta(days=1)
"""How long a list waits to be taken in."""
AT_ONCE = 1_000
"""Rows of one transaction: others write between two of them. Broken off, the rest is taken in the next time."""
Placed = tuple[Row, int]
_NO_VILLAGE = _("No village of this name stands in this commune. Write it as the list of places does.")
_TWICE = _("This person stands in the list twice. Keep one of the two rows.")
_TWO_HEADS = _("This village has a head in another row. A team has one head.")
_OTHER_NAME = _("This number belongs to somebody of another name. Read number and name again from the card.")


class NotReadable(Refusal):
    sentence = _("No row names the columns “Họ và tên” and “Thôn, bản”. Take the sample list and fill it in.")
    field = "file"


class ListGone(Refusal):
    sentence = _("This list was taken in or thrown away. Send it again if it has changed.")


def read_list(place: Place, *, name: str, path: Path, is_sheet: bool, by: Actor, at: datetime) -> MemberList:
    """Read a list of a commune or of the province, to be looked at. Nothing is taken in. Raises NotYours, NotReadable.

    path   of a file on this machine; a workbook was examined before (`core.files`)
    """
    require(by, KEEP, at=at, place=place.pk)
    content = path.read_bytes()
    try:
        read = read_rows(read_xlsx(path) if is_sheet else read_csv(content))
    except (NotASheet, NotAList) as wrong:
        raise NotReadable from wrong
    placed = _placed(read, place)
    faults = sorted([*read.faults, *_faults_between(placed)], key=lambda fault: fault.row)
    wrong_rows = {fault.row for fault in faults}
    told = {
        "rows": [[told_of(row), village] for row, village in placed if row.row not in wrong_rows],
        "faults": [[one.row, one.column, one.said, str(one.sentence)] for one in faults],
    }
    return _kept(place, name, content, told, len(wrong_rows), by=by, at=at)


@transaction.atomic
def _kept(
    place: Place, name: str, content: bytes, told: dict[str, Any], faulty: int, *, by: Actor, at: datetime
) -> MemberList:
    made = MemberList(
        place=place, name=name[:140], sha256=hashlib.sha256(content).hexdigest(), rows=len(told["rows"]),
        faulty=faulty, read_by_id=by.account, read_at=at,
    )  # fmt: skip
    made.put_away(told)
    made.save()
    record(ListRead(rows=made.rows, faulty=faulty), about=made, by=by, at=at, place=place.pk)
    return made


def _placed(read: Reading, place: Place) -> list[Placed]:
    """Rows with the village they mean; what means none becomes a fault."""
    villages, placed = Villages(place), list[Placed]()
    for row in read.rows:
        pk = villages.find(row.village, row.commune)
        if pk is None:
            said = f"{row.village}, {row.commune}" if row.commune else row.village
            read.faults.append(Fault(row.row, "", said, _NO_VILLAGE))
        else:
            placed.append((row, pk))
    return placed


def _faults_between(placed: Sequence[Placed]) -> Iterator[Fault]:
    """What only shows beside other rows, and beside the register."""
    numbers, names, heads = set[str](), set[tuple[int, str, int | None]](), set[int]()
    for (row, village), found in zip(placed, people_of(placed), strict=True):
        named = (village, row.name.folded, row.birth_year)
        number = row.number.digits if row.number else ""
        if named in names or number in numbers:
            yield Fault(row.row, "", row.name.full, _TWICE)
        if row.position is Position.HEAD and village in heads:
            yield Fault(row.row, "", row.name.full, _TWO_HEADS)
        if found.other:
            yield Fault(row.row, "", row.name.full, _OTHER_NAME)
        names.add(named)
        numbers |= {number} - {""}
        heads |= {village} if row.position is Position.HEAD else set()


@dataclass(slots=True)
class Taken:
    """What a list changed. `same`: members who are as the list says."""

    teams: int = 0
    joined: int = 0
    renewed: int = 0
    same: int = 0
    facts: list[Fact] = field(default_factory=list)


def take_list(one: MemberList, *, by: Actor, at: datetime) -> MemberList:
    """Take in the good rows: teams, members, and people whom the register does not know. Raises NotYours, ListGone."""
    require(by, KEEP, at=at, place=one.place_id)
    told = one.taken_out()
    if told is None:
        raise ListGone
    rows = [(row_of(row), village) for row, village in told["rows"]]
    done = [
        _take_some(rows[start : start + AT_ONCE], by=by.through(Channel.IMPORT), at=at)
        for start in range(0, len(rows), AT_ONCE)
    ]
    return _conclude(one, done, by=by, at=at)


@transaction.atomic
def discard_list(one: MemberList, *, by: Actor, at: datetime) -> None:
    """Throw away what a list says. Raises NotYours."""
    require(by, KEEP, at=at, place=one.place_id)
    MemberList.objects.filter(pk=one.pk).update(sealed=None)


def forget_lists(*, at: datetime) -> int:
    """Throw away what lists say that nobody took in for a day. Says how many."""
    return MemberList.objects.filter(read_at__lt=at - KEPT, sealed__isnull=False).update(sealed=None)


@transaction.atomic
def _conclude(one: MemberList, done: Sequence[Taken], *, by: Actor, at: datetime) -> MemberList:
    one = MemberList.objects.select_for_update().get(pk=one.pk)
    if one.taken_at is None:
        one.taken_at, one.sealed = at, None
        for name in ("teams", "joined", "renewed", "same"):
            setattr(one, name, sum(getattr(taken, name) for taken in done))
        one.save()
        taken = ListTaken(teams=one.teams, joined=one.joined, renewed=one.renewed, same=one.same)
        record(taken, about=one, by=by, at=at, place=one.place_id)
    return one


@transaction.atomic
def _take_some(rows: Sequence[Placed], *, by: Actor, at: datetime) -> Taken:
    taken = Taken()
    teams = _teams_of({village for _row, village in rows}, taken, at=at)
    known = people_of(rows)
    kept = [(row, village, one.person) for (row, village), one in zip(rows, known, strict=True) if not one.other]
    people = _everybody(kept, by=by, at=at)
    _members(kept, people, teams, taken, at=at)
    record_all(taken.facts, by=by, at=at)
    return taken


def _teams_of(villages: set[int], taken: Taken, *, at: datetime) -> dict[int, Team]:
    """The team of each village, formed where there is none."""
    found = {team.place_id: team for team in Team.objects.standing().select_for_update().filter(place__in=villages)}
    new = [Team(place_id=village, formed_at=at) for village in sorted(villages - found.keys())]
    insert_many(new)
    taken.teams += len(new)
    taken.facts += [Fact(TeamFormed(), team, team.place_id) for team in new]
    return found | {team.place_id: team for team in new}


def _everybody(kept: Sequence[tuple[Row, int, Person | None]], *, by: Actor, at: datetime) -> list[Person]:
    """The person of each row; whom the register does not know is registered."""
    unknown = [_particulars(row, village) for row, village, person in kept if person is None]
    new = iter(register_people(unknown, by=by, at=at) if unknown else ())
    return [person or next(new) for _row, _village, person in kept]


def _particulars(row: Row, village: int) -> Particulars:
    return Particulars(
        name=row.name, born=row.born, birth_year=row.birth_year, sex=row.sex, speaks=row.languages,
        phone=row.phone, home=village, number=row.number,
    )  # fmt: skip


def _members(
    kept: Sequence[tuple[Row, int, Person | None]], people: Sequence[Person], teams: dict[int, Team], taken: Taken,
    *, at: datetime,
) -> None:  # fmt: skip
    rows = Member.objects.filter(team__in=list(teams.values()), left_at=None)
    there = {(one.team_id, one.person_id): one for one in rows}
    heads = {one.team_id for one in there.values() if one.position == Position.HEAD}
    new, changed, trained = list[Member](), list[Member](), list[tuple[Member, Row]]()
    for (row, village, _known), person in zip(kept, people, strict=True):
        team = teams[village]
        member = there.get((team.pk, person.pk))
        if member is None:
            member = there[team.pk, person.pk] = Member(team=team, person=person, joined_at=at)
            new.append(member)
            _tell(member, row, heads)
        elif _tell(member, row, heads):
            changed.append(member)
        else:
            taken.same += 1
        trained.append((member, row))
    insert_many(new)
    Member.objects.bulk_update(changed, ("position", "rank", "phone", "languages", "skills"), batch_size=200)
    _trainings(trained, at=at)
    taken.joined, taken.renewed = taken.joined + len(new), taken.renewed + len(changed)
    taken.facts += [Fact(MemberJoined(position=Position(one.position)), one, one.team.place_id) for one in new]


def _tell(member: Member, row: Row, heads: set[int]) -> bool:
    """Put on a member what a row says; an empty cell takes nothing away. Whether anything changed."""
    before = (member.position, member.phone, member.languages, member.skills)
    position = row.position
    if position is Position.HEAD and member.team_id in heads and member.position != Position.HEAD:
        position = Position.DEPUTY
    heads |= {member.team_id} if position is Position.HEAD else set()
    member.position, member.rank = position, RANKS[position]
    member.phone = row.phone or member.phone
    member.languages = list(row.languages) or member.languages
    member.skills = list(row.skills) or member.skills
    return before != (member.position, member.phone, member.languages, member.skills)


def _trainings(trained: Sequence[tuple[Member, Row]], *, at: datetime) -> None:
    Training.objects.bulk_create(
        (Training(member=one, title=title[:120], noted_at=at) for one, row in trained for title in row.trainings),
        ignore_conflicts=True,
        batch_size=200,
    )
