"""Identity numbers in what people declare: sealed beside the answers, opened only for the moment they are needed.

Someone who has the database without the file `VAR/keys/procedures` has no number. In the answers stands the masked one.
"""

import hashlib
import hmac
import json
import os
from base64 import b64encode
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from tinhso.kit.secrets import kept_secret

NONCE = 12
Answers = Mapping[str, Any]


def put_away(answers: Answers, numbers: Collection[str], *, of: UUID) -> tuple[dict[str, Any], bytes | None]:
    """The answers with their identity numbers masked, and those numbers sealed for the row `of`.

    `numbers` are the keys of the questions that ask for one.
    """
    secret = {key: str(answers[key]) for key in numbers if answers.get(key)}
    if not secret:
        return dict(answers), None
    nonce = os.urandom(NONCE)
    sealed = nonce + AESGCM(_key("seal")).encrypt(nonce, json.dumps(secret).encode(), of.bytes)
    return {**answers, **{key: masked(number) for key, number in secret.items()}}, sealed


def taken_out(answers: Answers, sealed: bytes | memoryview | None, *, of: UUID) -> dict[str, Any]:
    """The answers with their numbers in full. Raises `cryptography.exceptions.InvalidTag` when it is not its seal."""
    if not sealed:
        return dict(answers)
    held = bytes(sealed)
    return {**answers, **json.loads(AESGCM(_key("seal")).decrypt(held[:NONCE], held[NONCE:], of.bytes))}


def masked(number: str) -> str:
    """What a page shows where the whole number is not needed."""
    return f"•••• {number[-4:]}"


def phone_key(draft: UUID) -> str:
    """With which a phone locks what it keeps of a draft: 256 bits, base 64."""
    return b64encode(hmac.new(_key("phone"), draft.bytes, hashlib.sha256).digest()).decode()


def _key(use: str) -> bytes:
    return _derived(str(settings.VAR), use)


@cache
def _derived(var: str, use: str) -> bytes:
    secret = kept_secret(Path(var) / "keys" / "procedures")
    return hmac.new(bytes.fromhex(secret), use.encode(), hashlib.sha256).digest()
