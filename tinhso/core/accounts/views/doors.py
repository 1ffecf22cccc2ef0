"""Coming in and going out."""

import secrets
from typing import Any, ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as passkeys
from csp.decorators import csp_update
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import rotate_token
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tinhso.core.accounts.actions import begin_sign_in, finish_sign_in, know_citizen, sign_out, use_recovery
from tinhso.core.accounts.actions.accounts import Identity
from tinhso.core.accounts.actions.entering import (
    SignInExpired,
    Whence,
    note_wrong_code,
    pending_account,
    prove_again,
    spend_try,
)
from tinhso.core.accounts.actions.proofs import WrongCode, WrongPasskey, check_again, check_code, check_passkey
from tinhso.core.accounts.clients import identity
from tinhso.core.accounts.domain.devices import device_name
from tinhso.core.accounts.events import Way
from tinhso.core.accounts.forms import AgainForm, BeginForm, CodeForm, SignInForm
from tinhso.core.accounts.models import Account
from tinhso.core.accounts.models.tries import REMEMBERED
from tinhso.core.accounts.views.proofs import app_of_codes, challenge_of_passkey, credential_of, keep_passkey
from tinhso.core.people.models import Person
from tinhso.kit.doors import Request, View, open_to_all, signed_in
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

DEVICE = "__Host-device" if settings.SESSION_COOKIE_SECURE else "device"
PASSWORDS = ("password", "new_password", "code", "credential", "invitation")
_ORIGIN = "{0.scheme}://{0.netloc}".format(urlsplit(settings.IDENTITY_ISSUER)) if settings.IDENTITY_ISSUER else ""
P = ParamSpec("P")
R = TypeVar("R")


def _to_identity(view: View[P, R]) -> View[P, R]:
    """A page whose forms may lead to the national identity: a browser also checks where a form is sent on to."""
    allow = csp_update({"form-action": [_ORIGIN]} if _ORIGIN else {})
    return cast(View[P, R], allow(cast(Any, view)))


def whence(request: Request) -> Whence:
    """Where a try comes from."""
    return Whence(address=request.META.get("REMOTE_ADDR", ""), device=request.COOKIES.get(DEVICE, ""))


def next_of(request: Request) -> str:
    """The address inside this house to go on to; the home page when the one that was named is elsewhere."""
    wanted = request.POST.get("next") or request.GET.get("next") or reverse("home")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe and not wanted.startswith(reverse("sign_in")) else reverse("home")


@open_to_all
@_to_identity
@sensitive_post_parameters(*PASSWORDS)
@require_http_methods(["GET", "POST"])
def sign_in(request: Request) -> HttpResponseBase:
    """Both doors: the national identity for citizens, name and password for those who work here."""
    if request.rights.signed_in:
        return HttpResponseRedirect(next_of(request))
    form = SignInForm(request.POST or None)
    if form.is_valid():
        try:
            begin_sign_in(
                username=form.cleaned_data["username"],
                password=form.cleaned_data["password"],
                session=request.session,
                whence=whence(request),
                by=request.actor,
                at=request.at,
            )
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return _to_second(request)
    return _sign_in_page(request, form)


def _sign_in_page(request: Request, form: forms.Form, *, refusal: Refusal | None = None) -> HttpResponse:
    status = 400 if form.errors or refusal else 200
    values = {"form": form, "next": next_of(request), "identity": identity.is_set_up(), "refusal": refusal}
    return page(request, "accounts/sign_in.html", values, status=status)


def _to_second(request: Request) -> HttpResponseRedirect:
    request.session["next"] = next_of(request)
    account = pending_account(request.session, at=request.at)
    has_factor = Authenticator.objects.filter(user=account).exists()
    return HttpResponseRedirect(reverse("sign_in_code" if has_factor else "enrol"))


@open_to_all
@sensitive_post_parameters(*PASSWORDS)
@require_http_methods(["GET", "POST"])
def sign_in_code(request: Request) -> HttpResponseBase:
    """The second step: a code, or a passkey where there is one."""
    account = _pending(request)
    if account is None:
        return _begin_again(request)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            _check_pending_code(request, account, form.cleaned_data["code"])
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return enter(request, account, Way.CODE)
    kinds = set(Authenticator.objects.filter(user=account).values_list("type", flat=True))
    values = {"form": form, "codes": Authenticator.Type.TOTP in kinds, "passkeys": Authenticator.Type.WEBAUTHN in kinds}
    return page(request, "accounts/sign_in_code.html", values, status=400 if form.errors else 200)


def _check_pending_code(request: Request, account: Account, code: str) -> None:
    tried = spend_try(account.username, whence(request), at=request.at)
    if not check_code(account, code=code, at=request.at):
        note_wrong_code(request.session, tried, Way.CODE, by=request.actor, at=request.at)
        raise WrongCode


@open_to_all
@sensitive_post_parameters(*PASSWORDS)
@require_http_methods(["GET", "POST"])
def sign_in_passkey(request: Request) -> HttpResponseBase:
    """GET gives the browser its challenge, POST brings the answer."""
    account = _pending(request)
    if account is None:
        return _begin_again(request)
    if request.method == "GET":
        return JsonResponse(passkeys.begin_authentication(account))
    try:
        tried = spend_try(account.username, whence(request), at=request.at)
        try:
            check_passkey(account, answer=credential_of(request), at=request.at)
        except WrongPasskey:
            note_wrong_code(request.session, tried, Way.PASSKEY, by=request.actor, at=request.at)
            raise
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
        return HttpResponseRedirect(reverse("sign_in_code"))
    return enter(request, account, Way.PASSKEY)


@open_to_all
@sensitive_post_parameters(*PASSWORDS)
@require_http_methods(["GET", "POST"])
def enrol(request: Request) -> HttpResponseBase:
    """Someone who works here and has no second proof yet gets one; nothing else is open to them before."""
    account = _pending(request)
    if account is None or Authenticator.objects.filter(user=account).exists():
        return _begin_again(request)
    return app_of_codes(
        request, account, passkey_url=reverse("enrol_passkey"), done=lambda: enter(request, account, Way.CODE)
    )


@open_to_all
@sensitive_post_parameters(*PASSWORDS)
@require_http_methods(["GET", "POST"])
def enrol_passkey(request: Request) -> HttpResponseBase:
    """A passkey as the first second proof."""
    account = _pending(request)
    if account is None or Authenticator.objects.filter(user=account).exists():
        return _begin_again(request)
    if request.method == "GET":
        return challenge_of_passkey(account)
    try:
        keep_passkey(request, account)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
        return HttpResponseRedirect(reverse("enrol"))
    return enter(request, account, Way.PASSKEY)


@open_to_all
@require_POST
def go_to_identity(request: Request) -> HttpResponseBase:
    """Off to the national identity."""
    try:
        return identity.go(request, next_url=next_of(request))
    except Refusal as refusal:
        return _sign_in_page(request, SignInForm(), refusal=refusal)


@open_to_all
@_to_identity
@require_GET
def back_from_identity(request: Request, provider_id: str) -> HttpResponseBase:
    """Back from the national identity, with an answer to check."""
    try:
        claims, state = identity.come_back(request, provider_id)
        person = Person.objects.with_number(claims.number).current().first() if claims.number else None
        known = Identity(issuer=claims.issuer, subject=claims.subject, level=claims.level)
        account = know_citizen(known, person=person.uuid if person else None, at=request.at)
        request.session["next"] = str(state.get("next") or reverse("home"))
        if state["data"]["again"]:
            return _prove_again_by_identity(request, account)
        return enter(request, account, Way.IDENTITY)
    except Refusal as refusal:
        return _sign_in_page(request, SignInForm(), refusal=refusal)


def _prove_again_by_identity(request: Request, account: Account) -> HttpResponseBase:
    if request.actor.account != account.id:
        raise identity.IdentityRefused
    target = request.session.pop("next", "") or reverse("home")
    prove_again(request.session, at=request.at)
    return HttpResponseRedirect(target)


@open_to_all
@require_POST
def leave(request: Request) -> HttpResponseBase:
    """Sign out. What this browser kept of our pages goes too; the outbox of unsent work stays, sealed per user."""
    sign_out(request.session, by=request.actor, at=request.at)
    answer = HttpResponseRedirect("/")
    answer["Clear-Site-Data"] = '"cache"'
    return answer


@signed_in
@_to_identity
@sensitive_post_parameters(*PASSWORDS)
@require_http_methods(["GET", "POST"])
def again(request: Request) -> HttpResponseBase:
    """Show once more that it is you, before changing what proves it."""
    account = Account.objects.get(pk=request.actor.account or 0)
    if not account.is_staff_member and request.method == "POST":
        return _again_by_identity(request)
    form = AgainForm(request.POST or None)
    if form.is_valid():
        try:
            check_again(
                account, password=form.cleaned_data["password"], whence=whence(request), by=request.actor, at=request.at
            )
            if not check_code(account, code=form.cleaned_data["code"], at=request.at):
                raise WrongCode
        except Refusal as refusal:
            tell(form, refusal)
        else:
            prove_again(request.session, at=request.at)
            return HttpResponseRedirect(next_of(request))
    values = {"form": form, "next": next_of(request), "staff": account.is_staff_member}
    return page(request, "accounts/again.html", values, status=400 if form.errors else 200)


def _again_by_identity(request: Request) -> HttpResponseBase:
    try:
        return identity.go(request, next_url=next_of(request), again=True)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
        return HttpResponseRedirect(reverse("account"))


@open_to_all
@sensitive_post_parameters(*PASSWORDS)
@require_http_methods(["GET", "POST"])
def begin(request: Request) -> HttpResponseBase:
    """The first password, or a new one, with an invitation from the office."""
    form = BeginForm(request.POST or None)
    if form.is_valid():
        try:
            use_recovery(
                form.cleaned_data["invitation"],
                new=form.cleaned_data["new_password"],
                by=request.actor,
                at=request.at,
            )
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Your password is kept. Now sign in with it."))
            return HttpResponseRedirect(reverse("sign_in"))
    return page(request, "accounts/begin.html", {"form": form}, status=400 if form.errors else 200)


def _pending(request: Request) -> Account | None:
    try:
        return pending_account(request.session, at=request.at)
    except SignInExpired:
        return None


def _begin_again(request: Request) -> HttpResponseBase:
    if not request.rights.signed_in:
        messages.warning(request, str(SignInExpired.sentence))
    return HttpResponseRedirect(reverse("sign_in"))


def enter(request: Request, account: Account, way: Way) -> HttpResponseBase:
    """Open the session, remember the device, go on."""
    target = request.session.pop("next", "") or reverse("home")
    device = request.COOKIES.get(DEVICE) or secrets.token_urlsafe(24)
    finish_sign_in(
        account,
        way=way,
        session=request.session,
        whence=Whence(address=whence(request).address, device=device),
        device_name=device_name(request.headers.get("User-Agent", "")),
        by=request.actor,
        at=request.at,
    )
    rotate_token(request)
    answer = HttpResponseRedirect(target)
    answer.set_cookie(
        DEVICE,
        device,
        max_age=REMEMBERED,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer
