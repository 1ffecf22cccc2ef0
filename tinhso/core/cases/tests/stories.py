"""The office, the people and the errand that the stories of cases are told with.

Mường Lạn has a committee with a counter (two officers), a room for civil status (one) and a chairman.
"""

import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

from tinhso.core.accounts.domain import Kind, Role
from tinhso.core.accounts.models import Account
from tinhso.core.accounts.tests.stories import account, office, person, place, post, province
from tinhso.core.cases.actions import draft_definition, open_case, publish_definition
from tinhso.core.cases.models import Case, Definition
from tinhso.core.organisations.models import Organisation
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor

SYSTEM = Actor.system()
FRIDAY = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
"""09:00 in Sơn La; the stories' posts begin on the 21st."""
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""09:00 in Sơn La, on a working day."""
_numbers = count(1)


def words(vi: str, en: str = "") -> dict[str, str]:
    return {"vi": vi, "en": en or vi, "id": en or vi}


def state(title: str, kind: str = "open", role: str = "officer", **also: Any) -> dict[str, Any]:
    told = {"title": words(title), "kind": kind, "role": role, "next": words(f"Bước sau {title}")}
    if kind == "ended":
        told = {"title": words(title), "kind": kind}
    return told | also


def action(sources: list[str], to: str | None, who: list[str], **also: Any) -> dict[str, Any]:
    told = {"title": words("Làm"), "from": sources, "who": who, "sentence": words("Đã làm")}
    return told | ({"to": to} if to else {}) | also


ERRAND: dict[str, Any] = {
    "code": "stories.errand",
    "title": words("Việc nhỏ"),
    "start": "filed",
    "term": {"unit": "working_days", "value": 5},
    "states": {
        "filed": state("Mới nộp", within={"unit": "working_hours", "value": 8}),
        "working": state("Đang làm", within={"unit": "working_days", "value": 3}),
        "papers": state("Chờ bổ sung", "waiting", "applicant", within={"unit": "days", "value": 30}),
        "signing": state("Chờ ký", role="head"),
        "ready": state("Có kết quả"),
        "done": state("Đã trả", "ended", outcome="granted"),
        "refused": state("Từ chối", "ended", outcome="refused"),
    },
    "actions": {
        "accept": action(["filed"], "working", ["officer", "head"], clock="start", notifies=["applicant"]),
        "refuse": action(
            ["filed", "working"],
            "refused",
            ["officer", "head"],
            form=[{"key": "reason", "type": "reason", "label": words("Lý do"), "required": True}],
        ),
        "ask": action(["working"], "papers", ["officer"], clock="stop"),
        "bring": action(
            ["papers"],
            "working",
            ["applicant"],
            clock="resume",
            form=[{"key": "paper", "type": "text", "label": words("Giấy tờ")}],
        ),
        "propose": action(["working"], "signing", ["officer"]),
        "sign": action(
            ["signing"],
            "ready",
            ["head"],
            clock="end",
            guard={"==": [{"var": "values.paid"}, True]},
            refusal=words("Chưa nộp lệ phí.", "The fee is not paid."),
        ),
        "send_back": action(["signing"], "working", ["head"]),
        "hand_out": action(["ready"], "done", ["officer"]),
        "rate": action(
            ["done"],
            None,
            ["applicant"],
            form=[{"key": "stars", "type": "integer", "label": words("Sao"), "required": True}],
        ),
    },
    "extension": {"times": 1, "at_most": {"unit": "working_days", "value": 3}, "who": ["head"]},
    "escalation": [
        {"before": {"unit": "working_days", "value": 1}, "to": "owner"},
        {"after": {"unit": "working_hours", "value": 0}, "to": "head"},
    ],
}


def errand(**changes: Any) -> dict[str, Any]:
    """The document of the errand, with some of its parts replaced."""
    return copy.deepcopy(ERRAND) | changes


def published(document: dict[str, Any] | None = None, *, at: datetime = MONDAY) -> Definition:
    draft = draft_definition(document or errand(), system="stories", by=SYSTEM, at=at)
    return publish_definition(draft, by=SYSTEM, at=at)


@dataclass(frozen=True)
class Office:
    """Who works in Mường Lạn."""

    place: Place
    elsewhere: Place
    committee: Organisation
    counter: Organisation
    room: Organisation
    hac: Account
    pua: Account
    sua: Account
    muon: Account
    my: Person
    my_account: Account

    def errand(self, definition: Definition | None = None, *, at: datetime = MONDAY, **also: Any) -> Case:
        """A case at the counter, asked for by Mỷ."""
        told: dict[str, Any] = {
            "ref": f"H52.LAN-{next(_numbers):06}",
            "title": "Giàng Thị Mỷ xin việc nhỏ",
            "applicant": self.my,
            "place": self.place,
            "agency": self.counter,
            "values": {"paid": True},
            "by": self.is_my,
            "at": at,
        }
        return open_case(definition or published(at=at), **(told | also))

    @property
    def is_my(self) -> Actor:
        return Actor(account=self.my_account.pk, person=self.my.uuid)


def an_office() -> Office:
    """Build Mường Lạn."""
    _top, lan, va = province()
    committee = office("UBND Mường Lạn", lan)
    counter = office("Một cửa Mường Lạn", lan, committee)
    room = office("Phòng Văn hóa - Xã hội Mường Lạn", lan, committee)
    for name, who in (("hac", counter), ("pua", counter), ("sua", room)):
        post(account(name, who=person(name.title(), lan)), Role.OFFICER, lan, who)
    post(account("muon", who=person("Muon", lan)), Role.HEAD, lan, committee)
    my = person("Giàng Thị Mỷ", lan)
    held = {name: Account.objects.get(username=name) for name in ("hac", "pua", "sua", "muon")}
    return Office(
        place=lan,
        elsewhere=va,
        committee=committee,
        counter=counter,
        room=room,
        my=my,
        my_account=account("my", kind=Kind.CITIZEN, who=my),
        **held,
    )


def is_(one: Account) -> Actor:
    return Actor(account=one.pk, person=one.person_id)


__all__ = ["ERRAND", "MONDAY", "SYSTEM", "Office", "an_office", "errand", "is_", "place", "published", "words"]
