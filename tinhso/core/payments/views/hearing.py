"""The doors at which banks and gateways tell of money. They are open to all: what lets one in is a signature over the
very letters that came. Nothing that came is written to a log.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

import structlog
from django.conf import settings
from django.core import signing
from django.db import DatabaseError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST, require_safe

from tinhso.core.payments import clients
from tinhso.core.payments.actions.hearing import Hearing, hear_bank, hear_gateway, number_of
from tinhso.core.payments.domain import credits as bank_news
from tinhso.core.payments.domain import hosted, momo, vnpay
from tinhso.core.payments.domain.doors import Heard
from tinhso.core.payments.domain.rails import RailCode
from tinhso.core.payments.domain.signing import Forged, Stale, Unreadable, same
from tinhso.core.payments.models import Attempt
from tinhso.kit.actors import Actor
from tinhso.kit.doors import Request, open_to_all, open_to_signatures

LARGEST = 65_536
TOKEN_SECONDS = 300
BY = Actor.system()
REF_NAMES = {RailCode.VNPAY: "vnp_TxnRef", RailCode.MOMO: "orderId", RailCode.HOSTED: "ref"}
Door = Callable[[Request], HttpResponse]
_logger = structlog.get_logger(__name__)


def _told(door: str) -> Callable[[Door], Door]:
    """A door for machines: what is forged, stale or too large is refused with 403 and noted by its kind alone."""

    def made(view: Door) -> Door:
        @wraps(view)
        def guarded(request: Request) -> HttpResponse:
            try:
                _refuse_large(request)
                return view(request)
            except (Forged, Stale, Unreadable) as wrong:
                _logger.warning("callback_refused", door=door, why=type(wrong).__name__.lower())
                return JsonResponse({"success": False, "error": True, "message": "Refused"}, status=403)

        return guarded

    return made


def _refuse_large(request: Request) -> None:
    """No message of theirs is longer. Raises Unreadable."""
    told = request.META.get("CONTENT_LENGTH") or "0"
    if not told.isdigit() or int(told) > LARGEST:
        raise Unreadable


def _headers(request: Request) -> dict[str, str]:
    return {name.lower(): value for name, value in request.headers.items()}


def _rsp(code: str, message: str) -> HttpResponse:
    return JsonResponse({"RspCode": code, "Message": message})


@open_to_all
@require_GET
def vnpay_notice(request: Request) -> HttpResponse:
    """VNPAY's IPN: a signed GET, answered by a code. Only 00 and 02 end its retries."""
    query = request.META.get("QUERY_STRING", "")
    try:
        news = _vnpay_news(query)
    except Forged:
        _logger.warning("callback_refused", door="vnpay", why="forged")
        return _rsp("97", "Fail checksum")
    except Unreadable:
        return _rsp("99", "Unknown error")
    raw = query.encode()
    try:
        heard = hear_gateway(
            rail=RailCode.VNPAY,
            ref=news.ref,
            answer=news.answer,
            told_id=number_of(raw),
            raw=raw,
            by=BY,
            at=request.at,
        )
    except DatabaseError:
        _logger.exception("callback_not_kept", door="vnpay")
        return _rsp("99", "Unknown error")
    return _rsp(*_vnpay_words(heard))


def _vnpay_news(query: str) -> vnpay.News:
    rail = clients.vnpay()
    if rail is None or len(query) > LARGEST:
        raise Forged
    return vnpay.read_callback(query, rail.merchant)


def _vnpay_words(hearing: Hearing) -> tuple[str, str]:
    if hearing.heard is Heard.UNKNOWN:
        return "01", "Order not found"
    if hearing.heard is Heard.WRONG:
        return "04", "Invalid amount"
    return ("02", "Order already confirmed") if hearing.again else ("00", "Confirm Success")


@open_to_signatures
@require_POST
@_told("momo")
def momo_notice(request: Request) -> HttpResponse:
    """MoMo's IPN, answered 204."""
    rail = clients.momo()
    if rail is None:
        raise Forged
    news = momo.read_callback(request.body, rail.partner)
    raw = request.body
    heard = hear_gateway(
        rail=rail.code, ref=news.ref, answer=news.answer, told_id=number_of(raw), raw=raw, by=BY, at=request.at
    )
    return HttpResponse(status=404 if heard.heard is Heard.UNKNOWN else 204)


@open_to_signatures
@require_POST
@_told("hosted")
def hosted_notice(request: Request) -> HttpResponse:
    """The signed word of a provider with a page of its own; the same number again is 200 and changes nothing."""
    rail = clients.hosted()
    if rail is None:
        raise Forged
    news = hosted.read_callback(headers=_headers(request), body=request.body, secrets=rail.secrets, at=request.at)
    heard = hear_gateway(
        rail=rail.code, ref=news.ref, answer=news.answer, told_id=news.event, raw=request.body, by=BY, at=request.at
    )
    return JsonResponse(
        {"heard": heard.heard, "again": heard.again}, status=404 if heard.heard is Heard.UNKNOWN else 200
    )


@open_to_all
@require_safe
def payment_return(request: Request, rail: str) -> HttpResponse:
    """The payer's browser comes back. What it says is not believed: the page of the payment shows what we know."""
    code = next((one for one in REF_NAMES if one == rail), None)
    ref = request.GET.get(REF_NAMES[code], "") if code else ""
    attempt = Attempt.objects.by_ref(code, ref) if code and ref else None
    return redirect("pay", attempt.intent.uuid) if attempt else redirect("my_payments")


@open_to_signatures
@require_POST
@_told("sepay")
def sepay_notice(request: Request) -> HttpResponse:
    """SePay tells of money on an account."""
    body = request.body
    bank_news.check_sepay(
        headers=_headers(request),
        body=body,
        keys=settings.SEPAY_KEYS,
        secrets=settings.SEPAY_SECRETS,
        at=request.at,
    )
    told = bank_news.read_sepay(body)
    if told:
        hear_bank(told, raw=body, by=BY, at=request.at)
    return JsonResponse({"success": True})


@open_to_signatures
@require_POST
@_told("vietqr")
def vietqr_token(request: Request) -> HttpResponse:
    """VietQR.vn asks for a token by the name and password that we gave it."""
    user, password = bank_news.basic_credentials(request.headers.get("Authorization", ""))
    known = bool(settings.VIETQR_USER and settings.VIETQR_PASSWORD)
    fits = [same(user, settings.VIETQR_USER), same(password, settings.VIETQR_PASSWORD)]
    if not known or not all(fits):
        raise Forged
    token = signing.dumps(user, salt=_salt())
    return JsonResponse({"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS})


@open_to_signatures
@require_POST
@_told("vietqr")
def vietqr_notice(request: Request) -> HttpResponse:
    """VietQR.vn tells of money on an account, with a token of ours that lasts five minutes."""
    try:
        user = signing.loads(
            bank_news.bearer(request.headers.get("Authorization", "")), salt=_salt(), max_age=TOKEN_SECONDS
        )
    except signing.BadSignature as wrong:
        raise Forged from wrong
    if not settings.VIETQR_USER or user != settings.VIETQR_USER:
        raise Forged
    told = bank_news.read_vietqr(request.body)
    hearing = hear_bank(told, raw=request.body, by=BY, at=request.at) if told else Hearing(Heard.IGNORED, again=False)
    return JsonResponse(_vietqr_words(hearing))


def _vietqr_words(hearing: Hearing) -> dict[str, Any]:
    if hearing.heard is Heard.UNKNOWN:
        return {"error": True, "errorReason": "E_ACCOUNT", "toastMessage": "Unknown account", "object": None}
    number = str(hearing.credit) if hearing.credit else ""
    return {"error": False, "errorReason": "000", "toastMessage": "", "object": {"reftransactionid": number}}


def _salt() -> str:
    """Tokens end with the password they were given for."""
    return "payments.vietqr." + sha256(settings.VIETQR_PASSWORD.encode()).hexdigest()[:32]
