"""One's own account: sessions, proofs, tokens, posts, mandates. Everything here shows and changes only one's own."""

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tinhso.core.accounts.actions import (
    change_password,
    make_token,
    remove_factor,
    sign_out_elsewhere,
    withdraw_token,
)
from tinhso.core.accounts.actions.proofs import check_again, is_fresh
from tinhso.core.accounts.domain import Held
from tinhso.core.accounts.domain.words import ROLES
from tinhso.core.accounts.forms import PasswordForm, TokenForm, end_of
from tinhso.core.accounts.models import Absence, AccessToken, Account, Delegation, Post, Session
from tinhso.core.accounts.views.doors import PASSWORDS, whence
from tinhso.core.accounts.views.proofs import app_of_codes, challenge_of_passkey, keep_passkey
from tinhso.kit.doors import Request, signed_in
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal


def own_account(request: Request) -> Account:
    """The account of the one who asks."""
    return Account.objects.select_related("person").get(pk=request.actor.account or 0)


@signed_in
@require_GET
def account(request: Request) -> HttpResponse:
    """My account: who I am here, where I am signed in, by what I prove it, what I may do."""
    me = own_account(request)
    values: dict[str, Any] = {
        "me": me,
        "sessions": Session.objects.filter(account=me, expire_date__gt=request.at).order_by("-seen_at"),
        "here": request.session.session_key,
        "factors": Authenticator.objects.filter(user=me).order_by("created_at"),
        "tokens": AccessToken.objects.filter(account=me, ends_at__gt=request.at, withdrawn_at=None).order_by("ends_at"),
        "posts": Post.objects.not_ended(request.at).filter(account=me).select_related("organisation", "place"),
        "lent": Delegation.objects.filter(post__account=me, ends_at__gt=request.at).select_related(
            "post", "to__person"
        ),
        "borrowed": Delegation.objects.in_force(request.at).filter(to=me).select_related("post__account__person"),
        "absences": Absence.objects.filter(account=me, last_day__gte=request.at.date()).order_by("first_day"),
        "roles": ROLES,
    }
    return page(request, "accounts/account.html", values)


@signed_in
@require_POST
def sign_out_others(request: Request) -> HttpResponse:
    """Close my sessions on every other device."""
    closed = sign_out_elsewhere(own_account(request), keep=request.session.session_key, by=request.actor, at=request.at)
    told = ngettext("Signed out on %(count)s other device.", "Signed out on %(count)s other devices.", closed)
    messages.success(request, told % {"count": closed})
    return HttpResponseRedirect(reverse("account"))


def _fresh_first(request: Request) -> HttpResponseBase | None:
    """A way to prove oneself again when the last proof is older than five minutes."""
    if is_fresh(request.session, at=request.at):
        return None
    return HttpResponseRedirect(f"{reverse('again')}?{urlencode({'next': request.path})}")


@signed_in
@sensitive_post_parameters(*PASSWORDS)
@require_http_methods(["GET", "POST"])
def password(request: Request) -> HttpResponseBase:
    """Change my password, with the present one."""
    me = own_account(request)
    if not me.is_staff_member:
        raise Http404
    if stale := _fresh_first(request):
        return stale
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            check_again(me, password=typed["password"], whence=whence(request), by=request.actor, at=request.at)
            change_password(me, new=typed["new_password"], session=request.session, by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Your new password holds. Other devices were signed out."))
            return HttpResponseRedirect(reverse("account"))
    return page(request, "accounts/password.html", {"form": form}, status=400 if form.errors else 200)


@signed_in
@sensitive_post_parameters(*PASSWORDS)
@require_http_methods(["GET", "POST"])
def add_codes(request: Request) -> HttpResponseBase:
    """Set up an app that shows codes."""
    if stale := _fresh_first(request):
        return stale

    def done() -> HttpResponse:
        messages.success(request, _("The app is set up."))
        return HttpResponseRedirect(reverse("account"))

    return app_of_codes(request, own_account(request), passkey_url=reverse("add_key"), done=done)


@signed_in
@sensitive_post_parameters(*PASSWORDS)
@require_http_methods(["GET", "POST"])
def add_key(request: Request) -> HttpResponseBase:
    """Add a passkey: GET gives the challenge, POST brings the answer."""
    if stale := _fresh_first(request):
        return stale
    me = own_account(request)
    if request.method == "GET":
        return challenge_of_passkey(me)
    try:
        keep_passkey(request, me)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    else:
        messages.success(request, _("The passkey is set up."))
    return HttpResponseRedirect(reverse("account"))


@signed_in
@require_POST
def drop_factor(request: Request, pk: int) -> HttpResponseBase:
    """Take away one of my second proofs."""
    if not is_fresh(request.session, at=request.at):
        return HttpResponseRedirect(f"{reverse('again')}?{urlencode({'next': reverse('account')})}")
    factor = get_object_or_404(Authenticator, pk=pk, user_id=request.actor.account)
    try:
        remove_factor(factor, session=request.session, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    return HttpResponseRedirect(reverse("account"))


@signed_in
@require_http_methods(["GET", "POST"])
def token(request: Request) -> HttpResponseBase:
    """Make a token for a machine; its text is shown on this page once."""
    if stale := _fresh_first(request):
        return stale
    rights = request.rights
    form = TokenForm(request.POST or None, permissions=sorted(rights.grants) if isinstance(rights, Held) else [])
    made = ""
    if form.is_valid():
        typed = form.cleaned_data
        try:
            made = make_token(
                own_account(request),
                name=typed["name"],
                scope=typed["scope"],
                ends_at=end_of(typed["last_day"]),
                session=request.session,
                by=request.actor,
                at=request.at,
            )
        except Refusal as refusal:
            tell(form, refusal)
    values = {"form": form, "made": made}
    return page(request, "accounts/token.html", values, status=400 if form.errors else 200)


@signed_in
@require_POST
def drop_token(request: Request, uuid: UUID) -> HttpResponse:
    """End one of my tokens."""
    found = get_object_or_404(AccessToken, uuid=uuid, account=request.actor.account)
    withdraw_token(found, by=request.actor, at=request.at)
    messages.success(request, _("The token is no longer worth anything."))
    return HttpResponseRedirect(reverse("account"))
