"""The catalogue: thirty-three real procedures as data, entered, begun on their day, suspended, found by ear."""

import copy
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tinhso.core.accounts.models import Account
from tinhso.core.cases.domain.definition import BadDefinition, parse_pages
from tinhso.core.cases.models import Definition
from tinhso.core.search.models import Row
from tinhso.events.log import history
from tinhso.government.procedures.actions.catalogue import (
    BeginsTooEarly,
    CodeTaken,
    NotSuspended,
    SuspendedAlready,
    begin_version,
    choose_filing,
    enter_procedure,
    resume_procedure,
    suspend_procedure,
)
from tinhso.government.procedures.domain.catalogue import (
    BadCatalogue,
    Level,
    MarkKind,
    pages_of,
    read_facts,
)
from tinhso.government.procedures.domain.checking import check_form
from tinhso.government.procedures.domain.hearing import Ear, Voice
from tinhso.government.procedures.domain.needs import result_sort, same_papers
from tinhso.government.procedures.domain.tables import shipped, words
from tinhso.government.procedures.domain.upload import LARGEST, read_upload
from tinhso.government.procedures.domain.words import EVENTS, FIELDS, GROUPS, REGISTERS, say_fee, say_term
from tinhso.government.procedures.jobs import begin_versions
from tinhso.government.procedures.models import Procedure, ProcedureVersion
from tinhso.government.procedures.models.catalogue import Where, where_to_file
from tinhso.government.procedures.models.hearing import heard
from tinhso.government.procedures.models.laws import catalogue_on, law_of
from tinhso.government.procedures.reference import load
from tinhso.kit.actors import Actor, Channel
from tinhso.kit.refusals import NotYours

BIRTH, LAND = "1.001193", "1.013978"
BY = Actor(channel=Channel.SYSTEM)


@pytest.fixture(scope="module")
def documents():
    return {document["code"]: document for document in shipped()}


@pytest.fixture(scope="module")
def loaded(for_the_file):
    load(timezone.now())


@pytest.fixture
def catalogue(loaded, db):
    """The shipped procedures."""


def _birth(documents, **changes):
    return {**documents[BIRTH], **changes}


def test_thirty_three_are_shipped_and_each_is_whole(documents):
    assert len(documents) == 33
    for document in documents.values():
        facts = read_facts(document)
        parts = ("question", "phrases", "papers", "steps", "results", "returns", "laws", "asked", "events", "who")
        assert not [part for part in parts if not getattr(facts, part)], facts.slug
        assert facts.field in FIELDS, facts.slug
        assert set(facts.events) <= set(EVENTS), facts.slug
        assert {name for paper in facts.papers for name in paper.instead} <= set(REGISTERS), facts.slug
        assert set(facts.confidence) == set(GROUPS), facts.slug


def test_a_result_that_is_the_very_paper_another_procedure_asks_for_is_used_again(documents):
    facts = {code: read_facts(document) for code, document in documents.items()}
    given = {(one.slug, paper.key): paper for one in facts.values() for paper in one.papers if paper.given_by}
    assert all(code in facts for paper in given.values() for code in paper.given_by)
    child = given["tro-cap-xa-hoi-hang-thang", "birth_certificate"]
    assert result_sort(BIRTH) in same_papers(child)
    assert "civil_status" in same_papers(child), "and where the office looks itself stays"


def test_every_fact_says_where_it_came_from(documents):
    for document in documents.values():
        facts = read_facts(document)
        marked = [*facts.papers, *facts.steps, *facts.fees, *facts.returns, *facts.results, *facts.laws]
        unfounded = [one for one in marked if one.founded is MarkKind.NONE]
        assert not unfounded, (facts.slug, unfounded[:2])
    ten = [facts.code for facts in map(read_facts, documents.values()) if facts.review]
    assert len(ten) == 10
    assert all(documents[code]["doubts"] for code in ten)


def test_no_text_that_a_citizen_reads_lacks_a_translation(documents):
    lacking = [row["vi"] for row in words().values() if not (row["en"] and row["id"])]
    assert not lacking
    for document in documents.values():
        for said in _texts(document):
            assert all((said["en"], said["id"])), (document["slug"], said["vi"])


def _texts(part):
    """Every text in several languages anywhere in a document."""
    if isinstance(part, dict):
        if {"vi", "en", "id"} <= part.keys():
            yield part
        for one in part.values():
            yield from _texts(one)
    elif isinstance(part, list):
        for one in part:
            yield from _texts(one)


def test_questions_hang_only_on_answers_before_them(documents):
    """The engine understands every form and every workflow, and no citizen climbs more than eight steps."""
    for document in documents.values():
        check_form(read_facts(document))
        pages = parse_pages(pages_of(read_facts(document)))
        assert len(pages) <= 8, f"{document['slug']}: more than eight steps must be cut"


def test_a_law_of_tomorrow_is_told_from_one_of_today(documents):
    laws = {law.number: law for law in read_facts(documents[BIRTH]).laws}
    assert laws["60/2014/QH13"].ends == laws["03/2026/QH16"].begins
    assert laws["03/2026/QH16"].status == "not_yet"


@pytest.mark.django_db
def test_the_catalogue_is_loaded_only_once(db):

    load(timezone.now())
    assert Procedure.objects.count() == ProcedureVersion.objects.count() == 33
    assert Definition.objects.published().filter(system="procedures").count() == 33
    load(timezone.now())
    assert ProcedureVersion.objects.count() == 33


@pytest.mark.django_db
def test_what_people_of_the_province_entered_is_not_overwritten(catalogue, documents):
    today = timezone.localdate()
    enter_procedure(_birth(documents, benefit=documents[BIRTH]["title"]), valid_from=today, by=BY, at=timezone.now())
    load(timezone.now())
    version = ProcedureVersion.objects.on(today).get(procedure__code=BIRTH)
    assert version.number == 2
    assert law_of(version).benefit is not None


@pytest.mark.django_db
def test_a_new_version_begins_on_its_day_and_not_before(catalogue, documents, django_assert_max_num_queries):
    now = timezone.now()
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    slower = _birth(documents, term={"unit": "working_days", "value": 2, "mark": "memory"})
    version = enter_procedure(slower, valid_from=tomorrow, by=BY, at=now)
    code = "procedures.1.001193"
    assert version.number == 2
    assert version.definition is None
    assert Definition.objects.current(code).version == 1

    begin_versions(now)
    version.refresh_from_db()
    assert version.definition is None

    begin_versions(now + timedelta(days=1))
    version.refresh_from_db()
    assert version.definition == Definition.objects.current(code)
    assert version.definition.version == 2
    assert begin_version(version, by=BY, at=now).definition == version.definition
    old = ProcedureVersion.objects.get(procedure=version.procedure, number=1)
    assert (old.valid_to, old.definition.version) == (tomorrow, 1)
    told = [type(one.event).__name__ for one in history(version.procedure)]
    assert told == ["ProcedureEntered", "ProcedureBegun"] * 2
    assert catalogue_on(tomorrow)
    with django_assert_max_num_queries(1):
        assert len(catalogue_on(tomorrow)) == 33


@pytest.mark.django_db
def test_the_same_document_twice_is_one_version(catalogue, documents):
    again = enter_procedure(documents[BIRTH], valid_from=timezone.localdate(), by=BY, at=timezone.now())
    assert again.number == 1


@pytest.mark.django_db
def test_a_version_cannot_begin_before_the_last(catalogue, documents):
    early = ProcedureVersion.objects.get(procedure__code=BIRTH).valid_from
    with pytest.raises(BeginsTooEarly):
        enter_procedure(_birth(documents, review=True), valid_from=early, by=BY, at=timezone.now())


@pytest.mark.django_db
def test_a_code_that_changes_is_still_known(catalogue, documents):
    now = timezone.now()
    renamed = _birth(documents, code="1.999999", earlier_codes=[BIRTH])
    enter_procedure(renamed, valid_from=timezone.localdate(now), by=BY, at=now)
    found = Procedure.objects.coded(BIRTH).get()
    assert found == Procedure.objects.coded("1.999999").get()
    assert found.code == "1.999999"
    assert found.codes.get(code=BIRTH).until == timezone.localdate(now)


@pytest.mark.django_db
def test_an_address_belongs_to_one_procedure(catalogue, documents):
    with pytest.raises(CodeTaken):
        enter_procedure(_birth(documents, code="1.999999"), valid_from=timezone.localdate(), by=BY, at=timezone.now())


@pytest.mark.django_db
def test_a_suspended_procedure_and_a_suspended_version_cannot_be_used(catalogue):
    now, today = timezone.now(), timezone.localdate()
    procedure = Procedure.objects.get(code=BIRTH)
    version = procedure.versions.get()
    usable = ProcedureVersion.objects.usable(today).filter(procedure=procedure)
    for one in (None, version):
        suspend_procedure(procedure, version=one, why="Nghị định tạm ngưng", by=BY, at=now)
        assert not usable.exists()
        with pytest.raises(SuspendedAlready):
            suspend_procedure(procedure, version=one, why="Lại lần nữa", by=BY, at=now)
        resume_procedure(procedure, version=one, by=BY, at=now)
        assert usable.exists()
        with pytest.raises(NotSuspended):
            resume_procedure(procedure, version=one, by=BY, at=now)
    told = [(type(one.event).__name__, one.event.number) for one in history(procedure)][2:]
    assert told == [(name, n) for n in (0, 1) for name in ("ProcedureSuspended", "ProcedureResumed")]


@pytest.mark.django_db
def test_where_a_level_is_filed_is_chosen_and_logged_once(catalogue):
    assert where_to_file(Level.FULL) is Where.BOTH
    choice = choose_filing(Level.FULL, where=Where.NATIONAL, by=BY, at=timezone.now())
    choose_filing(Level.FULL, where=Where.NATIONAL, by=BY, at=timezone.now())
    assert where_to_file(Level.FULL) is Where.NATIONAL
    assert where_to_file(Level.PARTIAL) is Where.BOTH
    assert [one.event.where for one in history(choice)] == ["both", "national"]


@pytest.mark.django_db
def test_only_who_keeps_the_catalogue_changes_it(catalogue, documents, django_user_model):
    nobody = Account.objects.create(username="nobody", kind="staff", opened_at=timezone.now())
    by, at = Actor(account=nobody.pk), timezone.now()
    procedure = Procedure.objects.get(code=BIRTH)
    for refused in (
        lambda: enter_procedure(_birth(documents, review=True), valid_from=timezone.localdate(), by=by, at=at),
        lambda: suspend_procedure(procedure, why="x", by=by, at=at),
        lambda: resume_procedure(procedure, by=by, at=at),
        lambda: choose_filing(Level.FULL, where=Where.OWN, by=by, at=at),
    ):
        with pytest.raises(NotYours):
            refused()


HEARD = {
    "làm giấy cho con mới sinh": "dang-ky-khai-sinh",
    "tôi muốn làm giấy cho đứa con mới sinh hôm qua": "dang-ky-khai-sinh",
    "con moi de": "dang-ky-khai-sinh",
    "mất giấy khai sinh": "ban-sao-trich-luc-ho-tich",
    "bố tôi mất hôm qua": "dang-ky-khai-tu",
    "mẹ tôi 80 tuổi không có lương hưu": "tro-cap-huu-tri-xa-hoi",
    "so do ghi sai ten": "dinh-chinh-giay-chung-nhan",
    "mở quán bán phở": "thanh-lap-ho-kinh-doanh",
    "sang ten dat cho con": "dang-ky-bien-dong-dat-dai",
    "cưới vợ": "dang-ky-ket-hon",
    "xay nha co can xin phep khong": "giay-phep-xay-dung-nha-o",
    "giấy độc thân để vay ngân hàng": "xac-nhan-tinh-trang-hon-nhan",
    "le hoi gau tao": "thong-bao-le-hoi-cap-xa",
    "công chứng bằng tốt nghiệp": "chung-thuc-ban-sao",
    "chè có sao ocop": "danh-gia-phan-hang-ocop",
    "khieu nai xa thu hoi dat": "khieu-nai-lan-dau",
    "nghi ban hang may thang": "tam-ngung-ho-kinh-doanh",
    "khai sin": "dang-ky-khai-sinh",
    "land certificate": "cap-so-do-lan-dau",
    "akta kelahiran": "dang-ky-khai-sinh",
}


@pytest.mark.django_db
def test_what_people_say_is_understood(catalogue):
    listed = catalogue_on(timezone.localdate())
    understood = {said: next((facts.slug for _v, facts in heard(said, listed)), "") for said in HEARD}
    assert understood == HEARD
    assert heard("xyzzy", listed) == []
    assert heard("", listed) == []
    assert heard("???", listed) == []
    own = {facts.slug: [p for p in facts.phrases if heard(p, listed)[0][1].slug != facts.slug] for _v, facts in listed}
    wrong = sum(len(phrases) for phrases in own.values())
    assert wrong <= 12, {slug: phrases for slug, phrases in own.items() if phrases}


@given(st.text(max_size=300))
def test_whatever_is_said_is_survived(said):
    ear = Ear([Voice.of("a", ["giấy khai sinh"]), Voice.of("b", ["đất đai"])])
    assert set(ear.hear(said)) <= {"a", "b"}


@pytest.mark.django_db
def test_the_search_of_the_house_finds_it_too(catalogue, rf):
    visitor = Account.objects.rights_of(Actor(), at=timezone.now())
    found = Row.objects.find("con moi sinh", rights=visitor, kinds=["procedure"])
    assert "Giấy khai sinh cho con" in [row.title for row in found]
    assert all(row.url.startswith("/procedures/paper/") for row in found)


def test_terms_and_fees_are_said_in_words(documents):
    birth, land = read_facts(documents[BIRTH]), read_facts(documents[LAND])
    assert say_term(birth) == "trong ngày; nộp sau 15 giờ thì ngày làm việc tiếp theo"
    assert (say_term(land), say_fee(land)) == ("20 ngày làm việc", "do tỉnh quy định; hỏi trước khi nộp")
    assert say_fee(birth) == "không mất tiền; xin thêm bản sao thì có phí"
    unknown = read_facts(documents["1.013831"])
    assert not unknown.term.known
    assert "giấy tiếp nhận" in say_term(unknown)


@pytest.mark.parametrize(
    "change",
    [
        {"code": "x"},
        {"slug": "../etc"},
        {"unknown": 1},
        {"title": {"en": "no Vietnamese"}},
        {"phrases": ["a\x00b"]},
        {"phrases": ["x"] * 61},
        {"term": {"unit": "days", "value": -1}},
        {"term": {"unit": "fortnights", "value": 1}},
        {"summary": {"vi": "x" * 2001}},
        {"checked_on": "yesterday"},
        {
            "form": [
                {"key": "a", "title": {"vi": "A"}, "fields": [{"key": "b", "type": "choice", "label": {"vi": "B"}}]}
            ]
        },
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_document_that_is_none_is_refused_with_its_place(documents, change):
    with pytest.raises(BadCatalogue) as refused:
        read_facts(_birth(documents, **change))
    assert refused.value.problems
    assert next(iter(change)) in refused.value.problems[0]


@pytest.mark.parametrize(
    "content",
    [b"", b"null", b"[]", b"\xff\xfe", b'{"a": NaN}', b"[" * 200_000, b"{" * 100, b" " * (LARGEST + 1), b"9" * 10_000],
    ids=["empty", "null", "list", "binary", "nan", "deep", "broken", "large", "number"],
)
def test_an_upload_may_be_anything(content):
    with pytest.raises(BadCatalogue):
        read_upload(content)


def test_no_question_is_called_what_the_office_answers(documents):
    document = copy.deepcopy(documents[BIRTH])
    document["form"][0]["fields"][0]["key"] = "reason"
    facts = read_facts(document)
    with pytest.raises(BadDefinition) as refused:
        check_form(facts)
    assert [fault.path for fault in refused.value.faults] == ["form[0].fields[0].key"]
