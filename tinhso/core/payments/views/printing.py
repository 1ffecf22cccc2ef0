"""Papers with a code to scan: the slip someone takes home, the poster for a counter or a stall."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from tinhso.core.payments.domain import papers
from tinhso.core.payments.domain.memos import memo
from tinhso.core.payments.models import Intent, PayeeAccount
from tinhso.kit.doors import Request, needs, open_to_all


@open_to_all
@require_safe
def pay_slip(request: Request, uuid: UUID) -> HttpResponse:
    """A slip to pay one thing by, for whoever has the address of the payment; none for what is asked for no more."""
    intent = get_object_or_404(Intent.objects.select_related("payee__organisation"), uuid=uuid)
    if not intent.is_open:
        raise Http404
    made = papers.slip(
        _account(intent.payee),
        code=intent.order_code,
        memo=memo(intent.order_code, "nop phi"),
        amount=intent.due,
        what=intent.label,
        payee=intent.payee.organisation.name,
        due=timezone.localdate(intent.deadline),
        at=request.at,
    )
    return _pdf(made, f"phieu-nop-tien-{intent.order_code}")


@needs("see_payments")
@require_safe
def payee_poster(request: Request, uuid: UUID) -> HttpResponse:
    """The poster of an account: everyone who scans it pays there, and types how much."""
    mine = PayeeAccount.objects.open().visible_to(request.rights).select_related("organisation__place")
    payee = get_object_or_404(mine, uuid=uuid)
    office = payee.organisation
    place = office.place.full_name if office.place else ""
    made = papers.poster(_account(payee), shop=office.name, place=place, at=request.at)
    return _pdf(made, f"bang-ma-{payee.number}")


def _account(payee: PayeeAccount) -> papers.Account:
    return papers.Account(payee.bank_bin, payee.number, payee.holder)


def _pdf(made: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)
