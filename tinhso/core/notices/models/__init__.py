"""Kinds of messages and their words; what was told to whom; how each person wants to be told; the lines outside."""

from tinhso.core.notices.models.gateways import Gateway, Report
from tinhso.core.notices.models.kinds import Kind, Wording
from tinhso.core.notices.models.notices import Delivery, Notice
from tinhso.core.notices.models.people import Choice, Contact, Proof
from tinhso.core.notices.models.replies import Reply

__all__ = ["Choice", "Contact", "Delivery", "Gateway", "Kind", "Notice", "Proof", "Reply", "Report", "Wording"]
