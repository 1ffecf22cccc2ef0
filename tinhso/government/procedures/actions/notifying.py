"""Telling the person who applied, or who represents them, how their dossier stands. Nothing here is waited for."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from tinhso.core.notices.actions import can_be_told, tell
from tinhso.core.notices.domain.values import Value
from tinhso.events.reactions import Delivered
from tinhso.government.procedures.domain.steps import Release
from tinhso.government.procedures.events import (
    DossierDecided,
    DossierFiled,
    DossierRefused,
    ResultReleased,
    SupplementAsked,
)
from tinhso.government.procedures.models import Dossier, Kept, Kind, Letter
from tinhso.government.procedures.models.laws import law_of

FRESH = timedelta(days=14)
"""What happened longer ago is read among one's messages; no telephone rings for it any more."""
BEFORE_THE_LAST = timedelta(days=2)
BEFORE_IT_ENDS = (timedelta(days=30), timedelta(days=7), timedelta(days=1))
LATER, ASKED, PAID, REFUNDED = (
    "cases.CaseExtended",
    "payments.PaymentAsked",
    "payments.PaymentConfirmed",
    "payments.RefundDone",
)
SYSTEM = "procedures"
Values = Mapping[str, Value]


def tell_of_dossier(delivered: Delivered) -> None:
    """Something happened to a dossier that its applicant should know."""
    dossier = _dossier(Q(case__uuid=delivered.about))
    if dossier is not None:
        _TOLD[delivered.name](dossier, delivered)


def tell_of_money(delivered: Delivered) -> None:
    """A fee of a dossier was asked for, came, or went back."""
    subject = delivered.data.get("subject")
    if delivered.data.get("system") != SYSTEM or not subject:
        return
    dossier = _dossier(Q(uuid=subject) | Q(case__uuid=subject))
    if dossier is not None:
        kind = {ASKED: "fee_asked", PAID: "fee_paid", REFUNDED: "fee_refunded"}[delivered.name]
        values: dict[str, Value] = {"code": dossier.ref, "amount": int(delivered.data["amount"])}
        if delivered.name == ASKED:
            values["office"] = dossier.case.agency.name
        _tell(dossier, kind, values, delivered)


def remind_of_supplements(*, at: datetime) -> int:
    """Tell everyone whose answer is awaited within two days, once for each request. Says how many are told now."""
    awaited = Letter.objects.open_requests().filter(until__gt=at, until__lte=at + BEFORE_THE_LAST)
    told = 0
    for letter in awaited.select_related("dossier__case__agency", "dossier__mandate__account").order_by("until", "id"):
        dossier = letter.dossier
        if dossier.case.ended_at is None and letter.until is not None:
            values: Values = {"code": dossier.ref, "day": letter.until, "office": dossier.case.agency.name}
            told += tell(
                f"{SYSTEM}.reminder",
                whom(dossier, at=at),
                values=values,
                cause=f"reminder-{letter.uuid}",
                link=_link(dossier),
                until=letter.until,
                at=at,
            )
    return told


def remind_of_expiring(*, at: datetime) -> int:
    """Tell people whose papers in their own store end in a month, in a week, tomorrow. Says how many are told now."""
    today = timezone.localdate(at)
    ending = Kept.objects.ending_on([today + ahead for ahead in BEFORE_IT_ENDS]).order_by("pk")
    return sum(
        tell(
            f"{SYSTEM}.expiring",
            [kept.person_id],
            values={"paper": kept.title, "day": kept.good_until},
            cause=f"expiring-{kept.uuid}-{today}",
            link=reverse("my_store"),
            until=at + BEFORE_IT_ENDS[0],
            at=at,
        )
        for kept in ending
        if kept.good_until
    )


def whom(dossier: Dossier, *, at: datetime) -> list[UUID]:
    """The person applying; and, when nothing but paper reaches them, also who filed it for them."""
    applicant = dossier.case.applicant_id
    if applicant is None:
        return []
    helper = dossier.mandate.account.person_id if dossier.mandate and dossier.mandate.holds(at) else None
    return [applicant] if helper is None or can_be_told(applicant) else [applicant, helper]


def _dossier(found_by: Q) -> Dossier | None:
    rows = Dossier.objects.select_related("case__agency", "case__applicant", "mandate__account", "version")
    return rows.filter(found_by).first()


def _tell(dossier: Dossier, kind: str, values: Values, delivered: Delivered) -> None:
    tell(
        f"{SYSTEM}.{kind}",
        whom(dossier, at=delivered.at),
        values=values,
        cause=f"{delivered.seq}-{kind}",
        link=_link(dossier),
        until=delivered.at + FRESH,
        at=delivered.at,
    )


def _link(dossier: Dossier) -> str:
    return reverse("my_dossier", args=[dossier.uuid])


def _about(dossier: Dossier) -> dict[str, Value]:
    return {"code": dossier.ref, "office": dossier.case.agency.name}


def _received(dossier: Dossier, delivered: Delivered) -> None:
    due = datetime.fromisoformat(str(delivered.data["due"]))
    _tell(dossier, "received", _about(dossier) | {"day": due, "matter": dossier.case.title}, delivered)


def _more_wanted(dossier: Dossier, delivered: Delivered) -> None:
    letter = _letter(dossier, Kind.SUPPLEMENT, round=delivered.data["round"])
    if letter is None or letter.until is None:
        return
    names = {paper.key: str(paper.name) for paper in law_of(dossier.version).papers}
    wanted = ", ".join(names.get(key, key) for key in letter.asks) or letter.reason
    _tell(dossier, "supplement", _about(dossier) | {"day": letter.until, "wanted": wanted}, delivered)


def _ready(dossier: Dossier, delivered: Delivered) -> None:
    _tell(dossier, "result", _about(dossier) | {"matter": dossier.case.title}, delivered)


def _released(dossier: Dossier, delivered: Delivered) -> None:
    """Who opened it on line needs not be told that they did; everyone is asked how it was."""
    if delivered.data["how"] != Release.ONLINE:
        _tell(dossier, "released", _about(dossier), delivered)
    _tell(dossier, "rating", _about(dossier), delivered)


def _refused(dossier: Dossier, delivered: Delivered) -> None:
    letter = _letter(dossier, Kind.REFUSAL)
    if letter is not None:
        _tell(dossier, "refused", _about(dossier) | {"reason": letter.reason}, delivered)


def _late(dossier: Dossier, delivered: Delivered) -> None:
    """An extension comes with an apology when an officer wrote one at that moment."""
    letter = _letter(dossier, Kind.APOLOGY, written_at=delivered.at)
    if letter is not None and letter.new_due is not None:
        _tell(dossier, "late", _about(dossier) | {"day": letter.new_due}, delivered)


def _letter(dossier: Dossier, kind: Kind, **also: object) -> Letter | None:
    return dossier.letters.filter(Q(**also), kind=kind).order_by("-round").first()


_TOLD: Mapping[str, Callable[[Dossier, Delivered], None]] = {
    DossierFiled.name: _received,
    SupplementAsked.name: _more_wanted,
    DossierDecided.name: _ready,
    ResultReleased.name: _released,
    DossierRefused.name: _refused,
    LATER: _late,
}
OF_DOSSIER = tuple(_TOLD)
OF_MONEY = (ASKED, PAID, REFUNDED)
