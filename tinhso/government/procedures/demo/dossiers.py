"""Demo life: some 150 dossiers of the last five weeks in eight communes, in every state, through the same actions.

Nobody here is real. The desk of the named officer has more than fifteen open ones; chị Mỷ has some of her own: one that
waits for her, one that is finished and not yet rated.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from tinhso.core.accounts.demo import persona
from tinhso.core.calendar.models import working_calendar
from tinhso.core.cases.domain.questions import asked
from tinhso.core.files.actions.keys import OpenKey
from tinhso.core.people.demo import named_people
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.government.procedures.actions.apologising import apologise
from tinhso.government.procedures.actions.checking import Handed
from tinhso.government.procedures.actions.drafts import begin_draft
from tinhso.government.procedures.actions.filing import file_dossier
from tinhso.government.procedures.actions.following import rate_dossier
from tinhso.government.procedures.actions.handling import Step, take_step
from tinhso.government.procedures.actions.signing import decide_signed
from tinhso.government.procedures.demo.answering import Writer
from tinhso.government.procedures.demo.desks import Desk, desk_at
from tinhso.government.procedures.domain.asking import every_field, said_of_oneself
from tinhso.government.procedures.domain.needs import needs
from tinhso.government.procedures.domain.steps import Action, Brought, Door, Release
from tinhso.government.procedures.models import Dossier, Procedure, ProcedureVersion
from tinhso.government.procedures.models.asking import day_facts, facts_of, first_answers, form_of
from tinhso.government.procedures.models.laws import law_of
from tinhso.government.procedures.models.offices import commune_of
from tinhso.kit.actors import Actor
from tinhso.kit.demo import Demo

COMMUNES, PEOPLE_PER_DOSSIER, MOST, AT_NAMED_DESK, SURELY_OPEN = 8, 20, 150, 26, 18
TO_SIGN, SURELY_TO_SIGN = ("accept", "process", "submit"), 4
ENDS = frozenset({"release", "refuse", "withdraw", "stop"})
WAYS: Sequence[tuple[int, tuple[str, ...]]] = (
    (16, ()),
    (12, ("accept",)),
    (14, ("accept", "process")),
    (8, ("accept", "process", "ask_supplement")),
    (5, ("accept", "process", "ask_supplement", "give_supplement")),
    (10, ("accept", "process", "submit")),
    (6, ("accept", "process", "submit", "return")),
    (8, ("accept", "process", "submit", "decide")),
    (26, ("accept", "process", "submit", "decide", "release", "rate")),
    (8, ("accept", "process", "submit", "decide", "release")),
    (4, ("refuse",)),
    (3, ("accept", "withdraw")),
    (3, ("accept", "process", "ask_supplement", "stop")),
    (3, ("accept", "apologise")),
)
"""How far a dossier has come, and how many of 126 have come so far."""
REASONS: Mapping[str, Sequence[str]] = {
    "ask_supplement": (
        "Ảnh giấy chứng sinh bị mờ, bà con chụp lại giúp.",
        "Thiếu giấy chứng nhận kết hôn của cha mẹ, bà con nộp thêm một bản chụp.",
        "Tờ khai chưa ghi số nhà, bản nơi ở hiện nay. Bà con ghi thêm rồi gửi lại.",
    ),
    "refuse": ("Việc này thuộc thẩm quyền xã nơi cư trú. Bà con nộp ở xã mình, hoặc trên mạng.",),
    "stop": ("Đã quá hạn mà chưa nhận được giấy tờ bổ sung.",),
    "return": ("Ngày sinh trong tờ khai khác với giấy chứng sinh, kiểm tra lại.",),
    "apologise": ("Xã nơi đăng ký trước chưa trả lời xác minh.",),
}


def make_dossiers(demo: Demo, keys: Mapping[int, OpenKey]) -> None:
    """Make the dossiers, commune by commune, and those of the named people."""
    desks = [replace(desk, key=keys.get(desk.head.account or 0)) for desk in _desks(demo)]
    versions = _versions(demo)
    if not desks or not versions:
        return
    count = min(MOST, max(AT_NAMED_DESK + 6, Person.objects.count() // PEOPLE_PER_DOSSIER))
    for number in range(count):
        desk = desks[0] if number < AT_NAMED_DESK else demo.random.choice(desks)
        ways = [way for often, way in WAYS for _once in range(often) if number >= SURELY_OPEN or not ENDS & set(way)]
        ways = [TO_SIGN] if number < SURELY_TO_SIGN else ways
        _life(demo, desk, demo.random.choice(versions), demo.random.choice(desk.people), demo.random.choice(ways))
        demo.step(number / (count + 3))
    _named(demo, desks[0])
    demo.step(1)


def _desks(demo: Demo) -> list[Desk]:
    """The commune of the named people first, then others that have a counter with people at it."""
    cast = named_people()
    home = cast["my"].home
    if home is None:
        return []
    first = commune_of(home)
    others = list(Place.objects.current().communes().within(Place.objects.home()).exclude(pk=first.pk).by_name())
    demo.random.shuffle(others)
    found = (desk for place in (first, *others) if (desk := desk_at(place, demo.now)))
    return [desk for desk, _number in zip(found, range(COMMUNES), strict=False)]


def _versions(demo: Demo) -> list[ProcedureVersion]:
    """What a commune decides, most of all what people ask for most."""
    usable = ProcedureVersion.objects.usable(demo.now.date()).select_related("procedure", "definition")
    found = [
        one
        for one in usable.order_by("procedure__position")
        if law_of(one).decides.kind == "commune" and one.definition
    ]
    return [one for rank, one in enumerate(found) for _often in range(max(1, 5 - rank // 2))]


def _life(demo: Demo, desk: Desk, version: ProcedureVersion, person: Person, way: tuple[str, ...]) -> None:
    """One dossier, from the day it came in as far as it has come."""
    began = _office_time(demo, desk, demo.now - timedelta(days=_days_ago(demo, way)))
    door = demo.random.choice((Door.COUNTER, Door.COUNTER, Door.OWN))
    if door is Door.COUNTER and not way:
        way = ("accept",)
    dossier = _filed(demo, desk, version, person, door, began)
    at = began
    for action in way:
        at = _office_time(demo, desk, at + timedelta(hours=demo.random.choice((1, 1, 2, 3, 20))))
        _do(demo, desk, dossier, action, at)


def _days_ago(demo: Demo, way: tuple[str, ...]) -> float:
    """Finished ones lie up to five weeks back; open ones are some days old, a few too old."""
    if ENDS & set(way):
        return demo.random.uniform(4, 35)
    return demo.random.uniform(5, 12) if demo.random.random() < 0.15 else demo.random.uniform(0.2, 2.2)


def _filed(demo: Demo, desk: Desk, version: ProcedureVersion, person: Person, door: Door, at: datetime) -> Dossier:
    answers = _answers(demo, version, person, at)
    by = desk.officer if door is Door.COUNTER else Actor(person=person.uuid)
    return file_dossier(
        version,
        applicant=person,
        answers=answers,
        papers=_papers(demo, version, door),
        door=door,
        place=desk.commune,
        agency=desk.agency,
        hand_back=demo.random.choice((Release.IN_PERSON, Release.IN_PERSON, Release.POST)),
        by=by,
        at=at,
    )


def _papers(demo: Demo, version: ProcedureVersion, door: Door) -> list[Handed]:
    """What must come, and now and then something that only some need. In this demo even on-line papers lie as paper."""
    listed = needs(law_of(version), door)
    return [
        Handed(listed=need.paper.key, brought=demo.random.choice((Brought.ORIGINAL, Brought.COPY)), seen=True)
        for need in listed
        if need.must or (door is Door.COUNTER and demo.random.random() < 0.2)
    ]


def _do(demo: Demo, desk: Desk, dossier: Dossier, action: str, at: datetime) -> None:
    applicant = Actor(person=dossier.case.applicant_id)
    reason = demo.random.choice(REASONS.get(action, ("",)))
    if action == "rate":
        faces = demo.random.choice((5, 5, 5, 4, 4, 3, 2))
        rate_dossier(dossier, faces=faces, by=applicant, at=at)
        return
    if action == "apologise":
        if dossier.case.term_unit == "working_days" and not dossier.case.is_late(at):
            apologise(dossier, days=3, reason=reason, by=desk.officer, at=at)
        return
    by = applicant if action in (Action.GIVE_SUPPLEMENT, Action.WITHDRAW) else desk.officer
    by = desk.head if action in (Action.DECIDE, Action.RETURN) else by
    if action == Action.DECIDE and desk.key:
        decide_signed(dossier, desk.key, by=by, at=at)
        return
    answers: dict[str, Any] = {"reason": reason} if reason else {}
    if action == Action.RELEASE:
        answers = {"how": Release.IN_PERSON.value if dossier.hand_back == Release.ONLINE else dossier.hand_back}
    take_step(dossier, Step(action=action, answers=answers), by=by, at=at)


def _office_time(demo: Demo, desk: Desk, near: datetime) -> datetime:
    """A moment of office hours on or after the day of another, never after now."""
    calendar = working_calendar((*desk.commune.ancestors, desk.commune.pk))
    moment = calendar.add_working_hours(near, 0)
    minutes = timedelta(minutes=demo.random.randint(0, 50))
    return min(demo.now, moment + minutes)


def _named(demo: Demo, desk: Desk) -> None:
    """Chị Mỷ: one that waits for her, one finished and not yet rated, one begun and not sent."""
    my = Person.objects.select_related("home__parent__parent", "household").prefetch_related("numbers")
    person = my.get(uuid=named_people()["my"].uuid)
    births, marital = (_version_of(slug, demo.now) for slug in ("dang-ky-khai-sinh", "xac-nhan-tinh-trang-hon-nhan"))
    for version, days, way in (
        (births, 6, ("accept", "process", "ask_supplement")),
        (marital, 20, ("accept", "process", "submit", "decide", "release")),
    ):
        if version is None:
            continue
        at = _office_time(demo, desk, demo.now - timedelta(days=days))
        dossier = _filed(demo, desk, version, person, Door.OWN, at)
        for action in way:
            at = _office_time(demo, desk, at + timedelta(hours=5))
            _do(demo, desk, dossier, action, at)
    account = persona("my")
    copies = Procedure.objects.filter(slug="ban-sao-trich-luc-ho-tich").first()
    if copies:
        begin_draft(
            copies, person=person, by=Actor(account=account.pk, person=person.uuid), at=demo.now - timedelta(hours=3)
        )


def _version_of(slug: str, now: datetime) -> ProcedureVersion | None:
    usable = ProcedureVersion.objects.usable(now.date()).select_related("procedure", "definition")
    return usable.filter(procedure__slug=slug).first()


def _answers(demo: Demo, version: ProcedureVersion, person: Person, at: datetime) -> dict[str, Any]:
    """Answers to every question that is asked, as this person might give them."""
    fields, facts, law = every_field(form_of(version)), day_facts(at), law_of(version)
    answers = first_answers(version, person)
    writer = Writer(demo, person, timezone.localdate(at), answers)
    for field in fields:
        answers |= said_of_oneself(law.asked, answers, facts_of(person))
        wanted = field.key not in answers and (field.required or demo.random.random() < 0.3)
        if wanted and (field.when is None or field in asked(fields, answers, facts)):
            answers[field.key] = writer.answer(field)
    return {key: value for key, value in answers.items() if value is not None}
