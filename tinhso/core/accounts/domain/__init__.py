"""Rules of accounts without a database: rights, passwords, limits, the words of the register."""

from tinhso.core.accounts.domain.rights import Grant, Held, Kind, Nobody, Role

__all__ = ["Grant", "Held", "Kind", "Nobody", "Role"]
