"""The national identity, spoken to by OpenID Connect (Core 1.0) with PKCE (RFC 7636) through django-allauth.

allauth carries the flow: discovery, state, PKCE, exchange of the code. What it leaves open is done here: a nonce of our
own, the signature of the ID token checked always and with fixed algorithms, and no account of allauth's making.
"""

import secrets
from typing import Any

import jwt
import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.domain.identity import Claims, claims_of
from tinhso.kit.refusals import Refusal

PROVIDER = "vneid"
ALGORITHMS = ("RS256", "ES256")
LEEWAY = 30
SECONDS = 5
_NEEDED = ["exp", "iat", "iss", "aud", "sub", "nonce"]


class IdentityAway(Refusal):
    """The other side does not answer; those who work here enter by their own door."""

    sentence = _("The national identity does not answer just now. Try again later, or come to the commune office.")


class IdentityRefused(Refusal):
    """The answer was not theirs, not for us, not for this visit, or came too late."""

    sentence = _("The answer of the national identity could not be trusted. Nothing was opened. Begin again.")


class Cancelled(Refusal):
    sentence = _("You went back without signing in. Nothing was opened.")


def is_set_up() -> bool:
    """Whether this installation has a national identity to ask."""
    return bool(settings.IDENTITY_ISSUER)


def go(request: HttpRequest, *, next_url: str, again: bool = False) -> HttpResponseBase:
    """Send the visitor to the national identity. `again` asks it for a fresh proof. Raises IdentityAway."""
    provider = _provider(request)
    nonce = secrets.token_urlsafe(24)
    asked = {"nonce": nonce, "acr_values": "2 1"} | ({"prompt": "login", "max_age": "0"} if again else {})
    try:
        answer: HttpResponseBase = provider.redirect(
            request, process="login", next_url=next_url, data={"nonce": nonce, "again": again}, auth_params=asked
        )
    except (requests.RequestException, KeyError, ValueError) as away:
        raise IdentityAway from away
    return answer


def come_back(request: HttpRequest, provider_id: str) -> tuple[Claims, dict[str, Any]]:
    """The claims of the visitor who came back, and what was kept when they went (`next`, `data`).

    Raises Cancelled, IdentityRefused (state, nonce, signature, issuer, audience, time), IdentityAway.
    """
    provider = _provider(request)
    if provider_id != PROVIDER:
        raise IdentityRefused
    state = statekit.unstash_state(request, provider_id=provider.sub_id, state_id=request.GET.get("state", ""))
    if state is None:
        raise IdentityRefused
    if request.GET.get("error") == "access_denied":
        raise Cancelled
    if not request.GET.get("code"):
        raise IdentityRefused
    return _claims(provider, request, state), state


def _claims(provider: Any, request: HttpRequest, state: dict[str, Any]) -> Claims:
    adapter = provider.get_oauth2_adapter(request)
    try:
        client = adapter.get_client(request, provider.app)
        tokens = adapter.get_access_token_data(
            request, provider.app, client, pkce_code_verifier=state["pkce_code_verifier"]
        )
        payload = _checked(tokens["id_token"], adapter.openid_config, state["data"]["nonce"])
        return claims_of(payload)
    except requests.RequestException as away:
        raise IdentityAway from away
    except (OAuth2Error, jwt.PyJWTError, KeyError, ValueError, TypeError) as wrong:
        raise IdentityRefused from wrong


def _checked(token: str, provider: dict[str, Any], nonce: str) -> dict[str, Any]:
    """The payload of an ID token that is theirs, for us, for this visit, and in time.

    The key comes from the issuer's own list and fixes the algorithm; what the token's header says about keys or
    algorithms only picks among them, so `none`, a public key used as a secret, or a foreign key URL open nothing.
    Raises jwt.PyJWTError, ValueError.
    """
    if provider["issuer"] != settings.IDENTITY_ISSUER:
        raise ValueError("issuer")
    answer = requests.get(provider["jwks_uri"], timeout=SECONDS, allow_redirects=False)
    answer.raise_for_status()
    wanted = jwt.get_unverified_header(token).get("kid")
    key = next((key for key in jwt.PyJWKSet.from_dict(answer.json()).keys if key.key_id == wanted), None)
    if key is None or key.algorithm_name not in ALGORITHMS:
        raise jwt.InvalidKeyError("kid")
    payload = jwt.decode(
        token,
        key,
        algorithms=[key.algorithm_name],
        audience=settings.IDENTITY_CLIENT,
        issuer=settings.IDENTITY_ISSUER,
        leeway=LEEWAY,
        options={"require": _NEEDED},
    )
    if not constant_time_compare(str(payload["nonce"]), nonce):
        raise ValueError("nonce")
    return payload


def _provider(request: HttpRequest) -> Any:
    return get_adapter(request).get_provider(request, provider=PROVIDER)
