"""Days on which something is otherwise: a holiday in the middle, another law overnight, a commune that ends."""

from datetime import UTC, datetime, timedelta
from random import Random
from types import SimpleNamespace

import pytest
from django.utils import timezone

from tinhso.core.calendar.models import working_calendar
from tinhso.government.procedures.actions.catalogue import begin_version, enter_procedure
from tinhso.government.procedures.actions.checking import NotComplete, lacks_of
from tinhso.government.procedures.actions.drafts import answers_of, follow_law
from tinhso.government.procedures.actions.filing import LawChanged, WrongOffice, file_dossier, send_draft
from tinhso.government.procedures.actions.forgetting import forget_filer, move_drafts
from tinhso.government.procedures.actions.handling import Step, take_step
from tinhso.government.procedures.demo.dossiers import _answers
from tinhso.government.procedures.domain.steps import Door, Release
from tinhso.government.procedures.models import Dossier, Draft, ProcedureVersion
from tinhso.government.procedures.models.laws import law_of
from tinhso.government.procedures.models.offices import counter_of
from tinhso.government.procedures.tests.stories import BIRTH, begin, file_birth, fill_in, scan
from tinhso.kit.actors import Actor, Channel

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
BEFORE_TET = datetime(2027, 2, 1, 1, 0, tzinfo=UTC)


def version_in_days(days: int) -> ProcedureVersion:
    """A procedure of a commune with at least so many working days and no paper that must come on line."""
    for version in ProcedureVersion.objects.select_related("procedure", "definition"):
        term = law_of(version).term
        if term.unit == "working_days" and term.value >= days and not term.cases and version.definition:
            return version
    raise LookupError(days)


def filed(world, version: ProcedureVersion, at: datetime) -> Dossier:
    my, demo = world.person("my"), SimpleNamespace(random=Random(3), province="son-la")
    commune = my.home.parent
    return file_dossier(
        version,
        applicant=my,
        answers=_answers(demo, version, my, at),
        papers=[],
        door=Door.NATIONAL,
        place=commune,
        agency=counter_of(commune),
        hand_back=Release.POST,
        by=SYSTEM,
        at=at,
    )


def test_a_supplement_stops_the_clock_over_tet(world):
    dossier = filed(world, version_in_days(3), BEFORE_TET)
    commune = dossier.case.place
    calendar = working_calendar((*commune.ancestors, commune.pk))
    for action in ("accept", "process"):
        take_step(dossier, Step(action=action, answers={}), by=SYSTEM, at=BEFORE_TET)
    before = Dossier.objects.get(pk=dossier.pk).case.due_at
    asked, given = BEFORE_TET + timedelta(days=1), BEFORE_TET + timedelta(days=21)
    ask = Step(action="ask_supplement", answers={"reason": "Thiếu bản chụp giấy kết hôn."})
    take_step(dossier, ask, by=SYSTEM, at=asked)
    assert Dossier.objects.get(pk=dossier.pk).case.stopped_at == asked
    done = take_step(dossier, Step(action="give_supplement", answers={}), by=SYSTEM, at=given)
    stood = calendar.working_days_between(timezone.localdate(asked), timezone.localdate(given))
    assert stood < 20, "Tết and the weekends do not count"
    assert done.case.due_at == calendar.add_working_days(before, stood)


def test_the_law_changes_while_a_draft_is_open(world):
    client = world.client("my")
    address = begin(client, world)
    fill_in(client, world, address)
    client.post(f"{address}papers/birth_notice/", {"file": scan()})
    draft = Draft.objects.get(uuid=address.split("/")[3])
    tomorrow = timezone.now() + timedelta(days=1)
    document = {**draft.version.facts, "checked_on": timezone.localdate(tomorrow).isoformat()}
    newer = enter_procedure(document, valid_from=timezone.localdate(tomorrow), by=SYSTEM, at=timezone.now())
    begin_version(newer, by=SYSTEM, at=tomorrow)
    by = Actor(account=world.account("my").pk, person=world.person("my").uuid)
    with pytest.raises(LawChanged):
        send_draft(draft, by=by, at=tomorrow)
    assert follow_law(draft, at=tomorrow)
    draft.refresh_from_db()
    assert answers_of(draft)["child_full_name"] == "Giàng A Páo"
    assert send_draft(draft, by=by, at=tomorrow).version_id == newer.pk


def test_an_office_of_another_level_is_refused_before_anything_is_kept(world):
    my = world.person("my")
    version = ProcedureVersion.objects.get(procedure__slug=BIRTH)
    department = counter_of(my.home.parent).parent.parts.exclude(folded__contains="hanh chinh cong").first()
    department.place = my.home.parent.parent
    before = Dossier.objects.count()
    with pytest.raises(WrongOffice):
        file_dossier(
            version, applicant=my, answers={}, papers=[], door=Door.NATIONAL, place=my.home.parent,
            agency=department, hand_back=Release.POST, by=SYSTEM, at=timezone.now(),
        )  # fmt: skip
    assert Dossier.objects.count() == before


def test_everything_that_lacks_is_said_at_once(world):
    my = world.person("my")
    version = ProcedureVersion.objects.get(procedure__slug=BIRTH)
    commune = my.home.parent
    with pytest.raises(NotComplete) as refused:
        file_dossier(
            version, applicant=my, answers={}, papers=[], door=Door.OWN, place=commune,
            agency=counter_of(commune), hand_back=Release.POST,
            by=Actor(account=world.account("my").pk, person=my.uuid, channel=Channel.WEB), at=timezone.now(),
        )  # fmt: skip
    lacks = refused.value.lacks
    assert len(lacks) > 5
    assert {lack.key for lack in lacks if lack.is_paper} == {"birth_notice"}


@pytest.mark.asvs("2.2.3")
def test_a_mother_who_was_born_yesterday_is_asked_about_once_more_at_every_door(world):
    my = world.person("my")
    version = ProcedureVersion.objects.get(procedure__slug=BIRTH)
    answers = {"father_known": False, "child_birth_date": "2026-11-02", "mother_birth_date": "2024-11-05"}
    lacks = lacks_of(version, Door.COUNTER, answers, (), at=timezone.now())
    [wrong] = [lack for lack in lacks if lack.key == "mother_birth_date"]
    assert wrong.sentence.startswith("Ngày sinh của mẹ và của con không khớp nhau")
    older = lacks_of(version, Door.COUNTER, answers | {"mother_birth_date": my.born.isoformat()}, (), at=timezone.now())
    assert "mother_birth_date" not in {lack.key for lack in older}


def test_drafts_follow_a_commune_that_ends(world):
    begin(world.client("my"), world)
    old = world.person("my").home.parent
    other = world.person("panh").home.parent
    assert move_drafts(old=old.pk, new=other.pk) >= 1
    assert Draft.objects.filter(place=other, dossier=None).exists()


def test_a_forgotten_person_leaves_no_draft_and_no_number(world):
    dossier = file_birth(world.client("my"), world)
    begin(world.client("my"), world)
    person = world.person("my").uuid
    forget_filer(person, by=SYSTEM, at=timezone.now())
    assert not Draft.objects.filter(person=person, dossier=None).exists()
    assert Dossier.objects.get(pk=dossier.pk).sealed is None
