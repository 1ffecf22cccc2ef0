"""Accounts, the posts and mandates they hold, their sessions and tokens, and the tries of those who are not they."""

from tinhso.core.accounts.models.accounts import Account
from tinhso.core.accounts.models.consents import Consent
from tinhso.core.accounts.models.mandates import Mandate
from tinhso.core.accounts.models.posts import Absence, Delegation, Post
from tinhso.core.accounts.models.recoveries import Recovery
from tinhso.core.accounts.models.sessions import Session
from tinhso.core.accounts.models.tokens import AccessToken
from tinhso.core.accounts.models.tries import KnownDevice, Try

__all__ = [
    "Absence",
    "AccessToken",
    "Account",
    "Consent",
    "Delegation",
    "KnownDevice",
    "Mandate",
    "Post",
    "Recovery",
    "Session",
    "Try",
]
