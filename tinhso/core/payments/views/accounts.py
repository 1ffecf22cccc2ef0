"""Accounts that money is paid to, by two persons; statements of theirs; receipts."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.files.actions import prepare
from tinhso.core.files.domain.kinds import OFFICE
from tinhso.core.organisations.models import Organisation
from tinhso.core.payments.actions import approve_payee, propose_closing, propose_payee, refuse_payee
from tinhso.core.payments.actions.statements import read_statement, take_statement
from tinhso.core.payments.domain.banks import banks
from tinhso.core.payments.domain.rails import RailCode
from tinhso.core.payments.domain.receipts import ReceiptPaper, in_words, receipt_pdf
from tinhso.core.payments.domain.words import RAIL_WORDS
from tinhso.core.payments.forms.matters import PayeeForm, StatementForm
from tinhso.core.payments.models import FeeReceipt, Intent, PayeeAccount, PayeeProposal, Statement
from tinhso.kit.doors import Request, needs, open_to_all
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

PROPOSE, APPROVE, IMPORT = "propose_payee", "approve_payee", "import_statement"
A_LIST, SHOWN = 50, 200


@needs(PROPOSE)
@require_http_methods(["GET", "POST"])
def propose_account(request: Request, uuid: UUID) -> HttpResponse:
    """Propose an account of an office; another person must agree."""
    office = get_object_or_404(Organisation.objects.current().offices(), uuid=uuid)
    if not request.rights.may(PROPOSE, place=office.place_id, agency=office.pk):
        raise Http404
    form = PayeeForm(request.POST or None)
    field = form.fields["bank_bin"]
    if isinstance(field, forms.ChoiceField):
        field.choices = [(bank.bin, bank.short_name) for bank in banks().values()]
    if request.method == "POST" and form.is_valid():
        try:
            propose_payee(organisation=office, collects=True, by=request.actor, at=request.at, **form.cleaned_data)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Proposed. Another person must agree before money is paid there."))
            return redirect("payee_accounts")
    return page(request, "payments/propose.html", {"office": office, "form": form}, status=400 if form.errors else 200)


@needs(PROPOSE)
@require_safe
def payee_accounts(request: Request) -> HttpResponse:
    """Accounts of my offices, and what waits for a second person."""
    accounts = PayeeAccount.objects.open().visible_to(request.rights, PROPOSE).select_related("organisation")
    waiting = PayeeProposal.objects.filter(decided_at=None).select_related("organisation").order_by("id")
    agencies = request.rights.agencies(PROPOSE)
    waiting = waiting if agencies is None else waiting.filter(organisation__in=agencies)
    offices = (
        Organisation.objects.current().agencies() if agencies is None else Organisation.objects.filter(pk__in=agencies)
    )
    values = {
        "accounts": accounts.order_by("id")[:A_LIST],
        "waiting": waiting[:A_LIST],
        "offices": offices.order_by("sort_key")[:A_LIST],
        "may_approve": request.rights.may(APPROVE),
        "mine": request.actor.account,
        "banks": banks(),
    }
    return page(request, "payments/payees.html", values)


@needs(PROPOSE)
@require_POST
def close_account(request: Request, uuid: UUID) -> HttpResponse:
    payee = get_object_or_404(PayeeAccount.objects.visible_to(request.rights, PROPOSE), uuid=uuid)
    return _decided(request, lambda: propose_closing(payee, by=request.actor, at=request.at))


@needs(APPROVE)
@require_POST
def agree_account(request: Request, uuid: UUID) -> HttpResponse:
    proposal = get_object_or_404(PayeeProposal, uuid=uuid)
    return _decided(request, lambda: approve_payee(proposal, by=request.actor, at=request.at))


@needs(APPROVE)
@require_POST
def refuse_account(request: Request, uuid: UUID) -> HttpResponse:
    proposal = get_object_or_404(PayeeProposal, uuid=uuid)
    return _decided(request, lambda: refuse_payee(proposal, by=request.actor, at=request.at))


def _decided(request: Request, do: Any) -> HttpResponse:
    try:
        do()
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    else:
        messages.success(request, _("Done."))
    return redirect("payee_accounts")


@needs(IMPORT)
@require_http_methods(["GET", "POST"])
def statements(request: Request, uuid: UUID) -> HttpResponse:
    """Send in a statement of an account; those that were sent in before."""
    payee = get_object_or_404(PayeeAccount.objects.visible_to(request.rights, IMPORT), uuid=uuid)
    form = StatementForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            read = _read(payee, form.cleaned_data["file"], request)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return redirect("statement", read.uuid)
    values = {"payee": payee, "form": form, "statements": payee.statements.order_by("-id")[:A_LIST]}
    return page(request, "payments/statements.html", values, status=400 if form.errors else 200)


def _read(payee: PayeeAccount, file: TemporaryUploadedFile, request: Request) -> Statement:
    """A sheet is examined like any upload before it is opened; a CSV is only text."""
    name, path = file.name or "", Path(file.temporary_file_path())
    is_sheet = name.lower().endswith(".xlsx")
    if is_sheet:
        path = prepare(file, rules=OFFICE).clean
    return read_statement(payee, name=name, path=path, is_sheet=is_sheet, by=request.actor, at=request.at)


@needs(IMPORT)
@require_http_methods(["GET", "POST"])
def statement(request: Request, uuid: UUID) -> HttpResponse:
    """What was read, line by line, before any of it is taken in."""
    payees = PayeeAccount.objects.visible_to(request.rights, IMPORT)
    rows = Statement.objects.filter(payee__in=payees).select_related("payee__organisation")
    one = get_object_or_404(rows, uuid=uuid)
    if request.method == "POST":
        take_statement(one, by=request.actor, at=request.at)
        messages.success(request, _("Taken in."))
        return redirect("statement", uuid)
    values = {
        "statement": one,
        "lines": one.lines.order_by("-fault", "row")[:SHOWN],
        "count": one.lines.count(),
        "faulty": one.lines.exclude(fault="").count(),
    }
    return page(request, "payments/statement.html", values)


@open_to_all
@require_safe
def fee_receipt(request: Request, uuid: UUID) -> HttpResponse:
    """The receipt of a paid fee as PDF, for whoever has the address of the payment."""
    receipt = get_object_or_404(FeeReceipt.objects.select_related("intent__payee__organisation"), intent__uuid=uuid)
    answer = HttpResponse(receipt_pdf(_paper(request, receipt)), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="bien-lai-{receipt.said}.pdf"'
    return answer


@open_to_all
@require_safe
def check_receipt(request: Request, secret: str) -> HttpResponse:
    """Is this receipt genuine? What stands here must stand on the paper."""
    found = FeeReceipt.objects.select_related("intent__payee__organisation").filter(secret=secret).first()
    values = {"receipt": found, "intent": found.intent if found else None}
    return page(request, "payments/check_receipt.html", values, status=200 if found else 404)


def _paper(request: Request, receipt: FeeReceipt) -> ReceiptPaper:
    intent: Intent = receipt.intent
    return ReceiptPaper(
        number=receipt.said,
        office=intent.payee.organisation.name,
        holder=intent.payee.holder,
        what=intent.label,
        order_code=intent.order_code,
        amount=intent.received,
        words=in_words(intent.received),
        how=str(RAIL_WORDS[RailCode(intent.rail)]),
        paid_at=intent.paid_at or receipt.issued_at,
        issued_at=receipt.issued_at,
        check=request.build_absolute_uri(f"/receipts/{receipt.secret}/"),
        demo="BẢN DÙNG THỬ, KHÔNG THU TIỀN THẬT" if settings.DEMO else "",
    )
