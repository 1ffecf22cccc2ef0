"""Accounts, the posts and mandates they hold, their sessions and tokens, and the tries of those who are not they."""

from tinhso.core.accounts.models.accounts import Account

__all__ = ["Account"]
