"""Setting up a second proof: the same for who comes in for the first time and for who is in already."""

import json
from collections.abc import Callable

from allauth.mfa.webauthn.internal import auth as passkeys
from django.http import HttpResponseBase, JsonResponse

from tinhso.core.accounts.actions import add_passkey, set_up_codes
from tinhso.core.accounts.actions.proofs import WrongPasskey
from tinhso.core.accounts.clients import codes
from tinhso.core.accounts.domain.devices import device_name
from tinhso.core.accounts.forms import CodeForm
from tinhso.core.accounts.models import Account
from tinhso.kit.doors import Request
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

_KEPT = "codes_secret"


def app_of_codes(
    request: Request, account: Account, *, passkey_url: str, done: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """The page that shows a secret to an app; once a code of the app fits, what `done` answers."""
    form = CodeForm(request.POST or None)
    secret = request.session.setdefault(_KEPT, codes.new_secret())
    if form.is_valid():
        code = form.cleaned_data["code"]
        try:
            set_up_codes(account, secret=secret, code=code, session=request.session, by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            del request.session[_KEPT]
            return done()
    picture = codes.picture(secret, username=account.username)
    values = {"form": form, "secret": secret, "picture": picture, "passkey_url": passkey_url}
    return page(request, "accounts/enrol.html", values, status=400 if form.errors else 200)


def challenge_of_passkey(account: Account) -> JsonResponse:
    """What the browser is asked to make a passkey with."""
    return JsonResponse(passkeys.begin_registration(account, passwordless=False))


def keep_passkey(request: Request, account: Account) -> None:
    """Keep the passkey that the browser made, named after the device. Raises the refusals of `add_passkey`."""
    name, answer = device_name(request.headers.get("User-Agent", "")), credential_of(request)
    add_passkey(account, name=name, answer=answer, session=request.session, by=request.actor, at=request.at)


def credential_of(request: Request) -> dict[str, object]:
    """What the browser's passkey answered. Raises WrongPasskey when it is no such thing."""
    try:
        answer = json.loads(request.POST.get("credential", ""))
    except ValueError as wrong:
        raise WrongPasskey from wrong
    if not isinstance(answer, dict):
        raise WrongPasskey
    return answer
