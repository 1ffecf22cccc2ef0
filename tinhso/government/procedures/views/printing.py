"""The papers of the law about a dossier (forms 01–06), the slip, and the register of an office (07)."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TypedDict
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.core.accounts.models import Account, Post
from tinhso.core.cases.actions.slips import secret, token
from tinhso.core.cases.domain.slips import spoken
from tinhso.core.cases.models import Case
from tinhso.core.files.domain.names import disposition
from tinhso.core.organisations.models import Organisation
from tinhso.government.procedures.actions.proving import proof_of
from tinhso.government.procedures.domain import papers as law_papers
from tinhso.government.procedures.domain.papers import Listed, Office, Signer, Way, pdf
from tinhso.government.procedures.domain.register import AT_MOST, Line, Register, register_csv, register_pdf
from tinhso.government.procedures.domain.steps import Brought, Door, Release
from tinhso.government.procedures.models import Dossier, Kind, Letter
from tinhso.government.procedures.models.laws import law_of
from tinhso.government.procedures.models.story import names_of, thread
from tinhso.government.procedures.models.writers import office_of, signer_of
from tinhso.kit.doors import Request, needs, signed_in
from tinhso.kit.pages import page

CHANNEL = {Door.OWN: "online", Door.HELPER: "helper", Door.NATIONAL: "portal", Door.COUNTER: "counter"}
HAND_BACK = {Release.IN_PERSON: "Đến lấy tại quầy", Release.POST: "Qua bưu điện", Release.ONLINE: "Trên mạng"}
OF_THE_OFFICE = frozenset({"06"})
LETTERS: Mapping[str, Kind] = {"02": Kind.SUPPLEMENT, "03": Kind.REFUSAL, "04": Kind.APOLOGY, "05": Kind.STOP}


@signed_in
@require_safe
def dossier_form(request: Request, uuid: UUID, number: str) -> HttpResponse:
    """One paper of the law as PDF: for the office, and for the applicant all but the control sheet."""
    dossier = _readable(request, uuid, own=number not in OF_THE_OFFICE)
    drawn = _paper(request, dossier, number)
    return _answer(pdf(drawn), f"{dossier.case.ref}-{number}.pdf")


@needs("handle_cases")
@require_safe
def register(request: Request) -> HttpResponse:
    """The register of my office for a month, to be printed or taken as a table."""
    return page(
        request, "procedures/handling/register.html", {"month": _month(request), "office": _office(request).name}
    )


@needs("handle_cases")
@require_safe
def register_file(request: Request, ending: str) -> HttpResponse:
    """The register as `pdf` or `csv`."""
    made = _register(request, _month(request))
    name = f"so-theo-doi-{_month(request):%Y-%m}"
    if ending == "csv":
        return _answer(register_csv(made), f"{name}.csv", "text/csv; charset=utf-8")
    if ending != "pdf" or len(made.lines) > AT_MOST:
        raise Http404
    return _answer(register_pdf(made), f"{name}.pdf")


def _answer(body: bytes, name: str, kind: str = "application/pdf") -> HttpResponse:
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": disposition(name)})


def _readable(request: Request, uuid: UUID, *, own: bool) -> Dossier:
    dossier = get_object_or_404(Dossier.objects.for_page(), uuid=uuid)
    if Case.objects.within_reach(request.rights).filter(pk=dossier.case_id).exists():
        return dossier
    mine = dossier.case.applicant_id in {request.actor.person, request.actor.for_person} - {None}
    if not (own and mine):
        raise Http404
    return dossier


def _paper(request: Request, dossier: Dossier, number: str) -> law_papers._About:
    if number in LETTERS:
        letter = dossier.letters.filter(kind=LETTERS[number]).order_by("-round").first()
        if letter is None:
            raise Http404
        return _WRITTEN[LETTERS[number]](dossier, letter)
    drawn = {"01": _receipt, "slip": _slip, "06": _control}.get(number)
    if drawn is None:
        raise Http404
    return drawn(request, dossier)


class About(TypedDict):
    """What every paper says."""

    office: Office
    ref: str
    applicant: str
    procedure: str
    at: datetime
    signer: Signer
    number: str


class TakenIn(About):
    """What a receipt says besides."""

    papers: tuple[Listed, ...]
    received_at: datetime
    due_at: datetime
    channel: str
    way: Way
    hand_back: str
    applicant_phone: str


def _about(dossier: Dossier, at: datetime, signer: Signer, number: str = "") -> About:
    case = dossier.case
    return About(
        office=office_of(case.agency),
        ref=case.ref,
        applicant=case.applicant.full_name if case.applicant else "",
        procedure=case.title,
        at=at.replace(microsecond=0),
        signer=signer,
        number=number,
    )


def _taken_in(request: Request, dossier: Dossier) -> TakenIn:
    case = dossier.case
    address = reverse("track_one", args=[case.ref, token(case)])
    papers = {paper.key: paper for paper in law_of(dossier.version).papers}
    listed = [
        Listed(
            str(papers[one.listed].name) if one.listed in papers else one.name,
            originals=int(one.brought == Brought.ORIGINAL),
            copies=int(one.brought in (Brought.COPY, Brought.SCAN, Brought.REUSED)),
        )
        for one in dossier.papers.filter(replaced_at=None).order_by("pk")
    ]
    return TakenIn(
        **_about(dossier, case.opened_at, signer_of(case.owner)),
        papers=tuple(listed),
        received_at=case.received_at or case.opened_at,
        due_at=case.due_at,
        channel=CHANNEL[Door(dossier.door)],
        way=Way(
            secret=spoken(secret(case)),
            address=request.build_absolute_uri(address),
            shown=request.build_absolute_uri(reverse("track")),
        ),
        hand_back=HAND_BACK[Release(dossier.hand_back)],
        applicant_phone=case.applicant.phone_said if case.applicant else "",
    )


def _receipt(request: Request, dossier: Dossier) -> law_papers.Receipt:
    """Form 01 says that the commune received it: until it has, there is none."""
    if dossier.case.received_at is None:
        raise Http404
    return law_papers.Receipt(**_taken_in(request, dossier), proof=proof_of(dossier))


def _slip(request: Request, dossier: Dossier) -> law_papers.Slip:
    return law_papers.Slip(**_taken_in(request, dossier), expected=dossier.case.received_at is None)


def _control(request: Request, dossier: Dossier) -> law_papers.ControlSheet:
    """Form 06 goes with a dossier from its reception on."""
    case = dossier.case
    if case.received_at is None:
        raise Http404
    lines = [line for line in thread(dossier.case, "vi", office=True) if line.at]
    names = names_of(lines)
    rows = [
        law_papers.HandOver(names.get(before.by or 0, ""), names.get(after.by or 0, ""), after.at, None, after.title)
        for before, after in pairwise(lines)
        if after.at
    ]
    return law_papers.ControlSheet(
        **_about(dossier, request.at, signer_of(case.owner)),
        received_at=case.received_at,
        due_at=case.due_at,
        rows=tuple(rows),
    )


def _supplement(dossier: Dossier, letter: Letter) -> law_papers.SupplementRequest:
    names = {paper.key: str(paper.name) for paper in law_of(dossier.version).papers}
    asked = tuple(names.get(key, key) for key in letter.asks) or (letter.reason,)
    about = _about(dossier, letter.written_at, signer_of(letter.written_by), str(letter.round))
    until = letter.until or letter.written_at + timedelta(days=30)
    return law_papers.SupplementRequest(**about, asked=asked, reason=letter.reason, until=until)


def _refusal(dossier: Dossier, letter: Letter) -> law_papers.Refused:
    return law_papers.Refused(**_about(dossier, letter.written_at, signer_of(letter.written_by)), reason=letter.reason)


def _apology(dossier: Dossier, letter: Letter) -> law_papers.Apology:
    about = _about(dossier, letter.written_at, signer_of(letter.written_by))
    old, new = letter.old_due or dossier.case.due_at, letter.new_due or dossier.case.due_at
    return law_papers.Apology(**about, reason=letter.reason, old_due=old, new_due=new)


def _stop(dossier: Dossier, letter: Letter) -> law_papers.StopNotice:
    return law_papers.StopNotice(
        **_about(dossier, letter.written_at, signer_of(letter.written_by)), reason=letter.reason
    )


_WRITTEN: Mapping[Kind, Callable[[Dossier, Letter], law_papers._About]] = {
    Kind.SUPPLEMENT: _supplement,
    Kind.REFUSAL: _refusal,
    Kind.APOLOGY: _apology,
    Kind.STOP: _stop,
}


def _month(request: Request) -> date:
    """The first day of the month that was asked for, else of this one."""
    try:
        return date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return timezone.localdate(request.at).replace(day=1)


def _office(request: Request) -> Organisation:
    post = get_object_or_404(Post.objects.select_related("organisation__place"), pk=request.actor.post or 0)
    return post.organisation


def _register(request: Request, month: date) -> Register:
    office = _office(request)
    after = (month + timedelta(days=32)).replace(day=1)
    rows = (
        Dossier.objects.within_reach(request.rights)
        .select_related("case__applicant")
        .filter(
            case__received_at__gte=_midnight(month),
            case__received_at__lt=_midnight(after),
        )
    )
    signer = signer_of(Account.objects.filter(pk=request.actor.account or 0).select_related("person").first())
    lines = [
        _line(dossier) for dossier in rows.order_by("case__received_at", "pk").prefetch_related("papers")[: AT_MOST + 1]
    ]
    subject = _("month %(month)s") % {"month": f"{month:%m/%Y}"}
    return Register(
        office=office_of(office),
        subject=subject,
        at=request.at.replace(microsecond=0),
        signer=signer,
        lines=tuple(lines),
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def _line(dossier: Dossier) -> Line:
    case = dossier.case
    return Line(
        ref=case.ref,
        applicant=case.applicant.full_name if case.applicant else "",
        procedure=case.title,
        papers=len(dossier.papers.all()),
        received_at=case.received_at or case.opened_at,
        due_at=case.due_at,
        moved_at=dossier.decided_at,
        returned_at=dossier.released_at,
    )
