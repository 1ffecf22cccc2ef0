"""Codes, access tokens and ID tokens: made, given once, signed."""

import base64
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from simulators.identity.faults import Fault, Switch
from simulators.identity.people import Person

CODE_SECONDS = 60
TOKEN_SECONDS = 300
ACR = {1: "muc-do-01", 2: "muc-do-02"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a code stands for: who agreed to what, for which client, under which challenge."""

    client: str
    redirect_uri: str
    challenge: str
    nonce: str
    person: Person
    level: int
    made: float = field(default_factory=time.monotonic)


class Desk:
    """Gives codes and tokens; everything lives in memory and dies with the process."""

    def __init__(self, issuer: str, switch: Switch) -> None:
        self.issuer, self.switch = issuer, switch
        self._key, self._other_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        self._kid = secrets.token_hex(8)
        self._codes: dict[str, Grant] = {}
        self._tokens: dict[str, tuple[Grant, float]] = {}
        self._lock = Lock()

    def jwks(self) -> dict[str, Any]:
        """The public key (RFC 7517)."""
        key = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self._key.public_key()))
        return {"keys": [key | {"kid": self._kid, "alg": "ES256", "use": "sig"}]}

    def code_for(self, grant: Grant) -> str:
        """A code, good once and for a minute."""
        code = secrets.token_urlsafe(32)
        with self._lock:
            self._codes[code] = grant
        return code

    def redeem(self, code: str, *, client: str, redirect_uri: str, verifier: str) -> Grant | None:
        """What the code stands for, when everything fits; the code is spent either way."""
        with self._lock:
            grant = self._codes.pop(code, None)
        if grant is None or time.monotonic() - grant.made > CODE_SECONDS:
            return None
        digest = hashlib.sha256(verifier.encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        fits = (grant.client, grant.redirect_uri) == (client, redirect_uri)
        return grant if fits and secrets.compare_digest(challenge, grant.challenge) else None

    def tokens_for(self, grant: Grant) -> dict[str, Any]:
        """The answer of the token endpoint (OpenID Connect Core 1.0, 3.1.3.3)."""
        access = secrets.token_urlsafe(32)
        with self._lock:
            self._tokens[access] = (grant, time.monotonic() + TOKEN_SECONDS)
        return {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
            "id_token": self._id_token(grant),
        }

    def claims_of(self, access: str) -> dict[str, Any] | None:
        """What the bearer of an access token may know."""
        with self._lock:
            grant, ends = self._tokens.get(access, (None, 0.0))
        return _claims(grant) if grant and time.monotonic() < ends else None

    def _id_token(self, grant: Grant) -> str:
        now = int(time.time())
        payload = _claims(grant) | {
            "iss": self.issuer,
            "aud": grant.client,
            "iat": now,
            "auth_time": now,
            "exp": now + TOKEN_SECONDS,
            "nonce": grant.nonce,
        }
        return self._signed(_spoilt(payload, self.switch.now))

    def _signed(self, payload: dict[str, Any]) -> str:
        header = {"kid": self._kid}
        if self.switch.is_on(Fault.NO_SIGNATURE):
            return jwt.encode(payload, "", algorithm="none", headers=header)
        if self.switch.is_on(Fault.MIXED_KEYS):
            return _hmac_token(payload, header, self._key.public_key())
        key = self._other_key if self.switch.is_on(Fault.WRONG_KEY) else self._key
        return jwt.encode(payload, key, algorithm="ES256", headers=header)


def _claims(grant: Grant) -> dict[str, Any]:
    """Level 1 says who; level 2 also gives the identity number, for it was proven with the chip."""
    claims = {"sub": grant.person.sub, "name": grant.person.name, "acr": ACR[grant.level]}
    return claims | ({"identity_number": grant.person.number} if grant.level == 2 else {})


def _spoilt(payload: dict[str, Any], fault: Fault) -> dict[str, Any]:
    """The payload with the fault that is on."""
    changes: dict[Fault, dict[str, Any]] = {
        Fault.EXPIRED: {"iat": payload["iat"] - 7200, "exp": payload["exp"] - 7200},
        Fault.WRONG_ISSUER: {"iss": "https://identity.example.org"},
        Fault.WRONG_AUDIENCE: {"aud": "someone-else"},
        Fault.WRONG_NONCE: {"nonce": secrets.token_urlsafe(24)},
        Fault.UNKNOWN_LEVEL: {"acr": "muc-do-09"},
    }
    spoilt = payload | changes.get(fault, {})
    if fault is Fault.NO_NONCE:
        del spoilt["nonce"]
    return spoilt


def _hmac_token(payload: dict[str, Any], header: dict[str, str], public: ec.EllipticCurvePublicKey) -> str:
    """A token signed with the public key taken as a shared secret: the classic mix-up of algorithms (RFC 8725, 2.1)."""
    secret = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    parts = [_part({"alg": "HS256", "typ": "JWT"} | header), _part(payload)]
    seal = hmac.digest(secret, ".".join(parts).encode(), "sha256")
    return ".".join([*parts, base64.urlsafe_b64encode(seal).rstrip(b"=").decode()])


def _part(data: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(data).encode()).rstrip(b"=").decode()
