"""Machines outside: the virus scanner; time stamps and revocation lists of certification authorities."""

from tinhso.core.files.clients.scanner import Finding, Scanner, findings, scanner

__all__ = ["Finding", "Scanner", "findings", "scanner"]
