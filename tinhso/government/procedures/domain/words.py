"""The words of the catalogue: fields, occasions, registers, groups of facts, and how a term or a fee is said."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tinhso.government.procedures.domain.catalogue import Channel, Facts, LawStatus, Level, MarkKind, Paper, Span
from tinhso.kit.passport import Text
from tinhso.kit.saying import say_money


@dataclass(frozen=True, slots=True)
class Sign:
    """A word with its picture."""

    title: Text
    icon: str


EVENTS: Mapping[str, Sign] = {
    "birth": Sign(gettext_lazy("A child is born"), "baby"),
    "marriage": Sign(gettext_lazy("Getting married"), "heart"),
    "death": Sign(gettext_lazy("Someone has died"), "flower-lotus"),
    "documents": Sign(gettext_lazy("My papers: copies, lost ones, mistakes"), "files"),
    "residence": Sign(gettext_lazy("Where I live"), "house"),
    "house": Sign(gettext_lazy("Building a house"), "hammer"),
    "land": Sign(gettext_lazy("Land"), "plant"),
    "business": Sign(gettext_lazy("Selling, opening a shop"), "storefront"),
    "farm": Sign(gettext_lazy("Products of the village"), "basket"),
    "help": Sign(gettext_lazy("Money and help"), "hand-heart"),
    "health": Sign(gettext_lazy("Disability"), "wheelchair"),
    "old_age": Sign(gettext_lazy("Growing old"), "person-simple-walk"),
    "festival": Sign(gettext_lazy("Festivals"), "confetti"),
    "complaint": Sign(gettext_lazy("Not agreed with a decision"), "scales"),
}
FIELDS: Mapping[str, Sign] = {
    "civil_status": Sign(gettext_lazy("Civil status"), "identification-card"),
    "certification": Sign(gettext_lazy("Certification"), "stamp"),
    "residence": Sign(gettext_lazy("Residence"), "house"),
    "social_protection": Sign(gettext_lazy("Social protection"), "hand-heart"),
    "poverty": Sign(gettext_lazy("Poor households"), "house-simple"),
    "merit": Sign(gettext_lazy("People with merit"), "medal"),
    "culture": Sign(gettext_lazy("Culture"), "confetti"),
    "construction": Sign(gettext_lazy("Building"), "hammer"),
    "land": Sign(gettext_lazy("Land"), "plant"),
    "household_business": Sign(gettext_lazy("Household businesses"), "storefront"),
    "rural": Sign(gettext_lazy("Rural development"), "basket"),
    "complaints": Sign(gettext_lazy("Complaints"), "scales"),
}
OTHER = Sign(gettext_lazy("Other"), "file-text")
LEVELS: Mapping[Level, Text] = {
    Level.FULL: gettext_lazy("All of it on line"),
    Level.PARTIAL: gettext_lazy("Partly on line"),
    Level.COUNTER: gettext_lazy("At the counter or by post"),
}
CHANNELS: Mapping[Channel, Sign] = {
    Channel.COUNTER: Sign(gettext_lazy("At the counter of your commune"), "buildings"),
    Channel.ONLINE: Sign(gettext_lazy("On line"), "device-mobile"),
    Channel.POST: Sign(gettext_lazy("By post"), "envelope"),
}
REGISTERS: Mapping[str, Text] = {
    "residents": gettext_lazy("register of residents"),
    "civil_status": gettext_lazy("civil-status register"),
    "land": gettext_lazy("land database"),
    "insurance": gettext_lazy("insurance database"),
    "birth_notice": gettext_lazy("the clinic's data"),
    "death_notice": gettext_lazy("the clinic's data"),
    "officials": gettext_lazy("register of officials"),
    "disability": gettext_lazy("the commune's list of people with disabilities"),
    "health_record": gettext_lazy("electronic health record"),
    "merit": gettext_lazy("files of people with merit"),
    "tax": gettext_lazy("tax data"),
    "notary": gettext_lazy("notaries' database"),
    "business": gettext_lazy("business register"),
    "results": gettext_lazy("results kept here"),
    "store": gettext_lazy("your own papers on VNeID or kept here"),
    "form": gettext_lazy("the form on this page"),
}
BROUGHT: Mapping[str, Text] = {
    "form": gettext_lazy("form"),
    "original": gettext_lazy("original"),
    "copy": gettext_lazy("copy"),
    "certified_copy": gettext_lazy("certified copy"),
    "original_or_copy": gettext_lazy("original or copy"),
    "present": gettext_lazy("only to be shown"),
    "look_up": gettext_lazy("nothing to bring"),
    "sample": gettext_lazy("sample"),
}
GROUPS: Mapping[str, Text] = {
    "identity": gettext_lazy("name and code"),
    "authority": gettext_lazy("who decides"),
    "legal_basis": gettext_lazy("legal basis"),
    "papers": gettext_lazy("papers"),
    "term": gettext_lazy("term"),
    "fee": gettext_lazy("fee"),
    "online": gettext_lazy("on-line level"),
    "form": gettext_lazy("questions of the form"),
    "steps": gettext_lazy("steps"),
    "result": gettext_lazy("result"),
    "return_reasons": gettext_lazy("reasons for return"),
    "phrases": gettext_lazy("what people say"),
    "retention": gettext_lazy("retention"),
}
TOLD_TO_CITIZENS = ("authority", "legal_basis", "papers", "term", "fee", "result")
"""Groups of which a weak one must be told to who relies on the page."""
TRUST: Mapping[str, Sign] = {
    "high": Sign(gettext_lazy("well founded"), "check"),
    "medium": Sign(gettext_lazy("mostly founded"), "info"),
    "low": Sign(gettext_lazy("weak"), "warning"),
    "none": Sign(gettext_lazy("nothing found"), "warning"),
}
MARKS: Mapping[MarkKind, Text] = {
    MarkKind.SOURCE: gettext_lazy("source"),
    MarkKind.INFERRED: gettext_lazy("inferred"),
    MarkKind.MEMORY: gettext_lazy("from memory, unverified"),
    MarkKind.NONE: gettext_lazy("no origin"),
}
LAW_STATUS: Mapping[LawStatus, Sign] = {
    LawStatus.IN_FORCE: Sign(gettext_lazy("in force"), "check"),
    LawStatus.AMENDED: Sign(gettext_lazy("in force, amended"), "check"),
    LawStatus.NOT_YET: Sign(gettext_lazy("not yet in force"), "clock"),
    LawStatus.SUSPENDED: Sign(gettext_lazy("suspended"), "pause"),
    LawStatus.SUPERSEDED: Sign(gettext_lazy("superseded"), "archive"),
    LawStatus.UNCLEAR: Sign(gettext_lazy("unclear, a lawyer must look"), "warning"),
}


def say_span(span: Span) -> str:
    """`trong ngày`, `5 ngày làm việc`."""
    if span.unit == "same_day":
        return _("the same day; handed in after 15:00, the next working day")
    said = {
        "working_days": ngettext("%(num)s working day", "%(num)s working days", span.value),
        "working_hours": ngettext("%(num)s working hour", "%(num)s working hours", span.value),
        "days": ngettext("%(num)s day", "%(num)s days", span.value),
    }[span.unit]
    return said % {"num": span.value}


def say_term(facts: Facts) -> str:
    """How long it takes, or that the receipt will say."""
    return say_span(facts.term) if facts.term.known else _("the day is written on your receipt")


def say_fee(facts: Facts) -> str:
    """What it costs, in one breath: free, the amount, from where it starts, or that the province sets it."""
    amounts = [fee.amount for fee in facts.fees]
    known = sorted({amount for amount in amounts if amount is not None})
    if not amounts or None in amounts:
        return _("set by the province; ask before you pay")
    if known[0] == 0:
        return _("free") if known == [0] else _("free; copies cost extra")
    least = {"amount": say_money(known[0])}
    return str(least["amount"]) if len(known) == 1 else _("from %(amount)s") % least


def say_in_a_line(facts: Facts) -> str:
    """How long and how much, below the title in a list."""
    term = _("the same day") if facts.term.unit == "same_day" else say_term(facts)
    return f"{term[:1].upper()}{term[1:]}; {say_fee(facts)}."


def say_instead(paper: Paper) -> str:
    """Where the office looks, in words."""
    return ", ".join(str(REGISTERS[name]) for name in paper.instead if name in REGISTERS and name != "form")


def say_weak(facts: Facts) -> str:
    """The groups of facts on which nobody should rely yet, in words."""
    return ", ".join(str(GROUPS.get(group, group)) for group in facts.weak)
