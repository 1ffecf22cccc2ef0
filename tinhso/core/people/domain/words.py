"""The fixed words of the register."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import Text


class Sex(StrEnum):
    """Sex as the identity card tells it."""

    FEMALE = "female"
    MALE = "male"


class Relation(StrEnum):
    """What a member is to the head of the household."""

    HEAD = "head"
    SPOUSE = "spouse"
    CHILD = "child"
    CHILD_IN_LAW = "child_in_law"
    GRANDCHILD = "grandchild"
    PARENT = "parent"
    GRANDPARENT = "grandparent"
    SIBLING = "sibling"
    OTHER = "other"


class Basis(StrEnum):
    """How we came to know an identity number. Only `CONFIRMED` is proof."""

    TOLD = "told"
    SCANNED = "scanned"
    SEEN = "seen"
    CONFIRMED = "confirmed"


class ReadReason(StrEnum):
    """Why someone looked at another's data. The person reads it on their own page."""

    CASE = "case"
    VISIT = "visit"
    CORRECTION = "correction"
    CARE = "care"
    CHECK = "check"
    FILE = "file"


class ListWay(StrEnum):
    """What kind of list showed someone's name to another. The person reads it on their own page."""

    LIST = "list"
    SEARCH = "search"
    HOUSEHOLD = "household"
    TWICE = "twice"
    NAME = "name"
    NOTICE = "notice"
    FIELD = "field"


class ForgetReason(StrEnum):
    """Why a person was forgotten."""

    ASKED = "asked"
    MISTAKE = "mistake"
    RETENTION = "retention"


SEX_WORDS: dict[Sex, Text] = {Sex.FEMALE: _("Female"), Sex.MALE: _("Male")}
RELATION_WORDS: dict[Relation, Text] = {
    Relation.HEAD: _("Head of the household"),
    Relation.SPOUSE: _("Wife or husband"),
    Relation.CHILD: _("Child"),
    Relation.CHILD_IN_LAW: _("Daughter- or son-in-law"),
    Relation.GRANDCHILD: _("Grandchild"),
    Relation.PARENT: _("Mother or father"),
    Relation.GRANDPARENT: _("Grandmother or grandfather"),
    Relation.SIBLING: _("Sister or brother"),
    Relation.OTHER: _("Someone else of the house"),
}
BASIS_WORDS: dict[Basis, Text] = {
    Basis.TOLD: _("told by the person"),
    Basis.SCANNED: _("scanned from the card"),
    Basis.SEEN: _("card seen at the counter"),
    Basis.CONFIRMED: _("confirmed by the national identity"),
}
READ_WORDS: dict[ReadReason, Text] = {
    ReadReason.CASE: _("To work on a case of this person"),
    ReadReason.VISIT: _("To help this person at home"),
    ReadReason.CORRECTION: _("To correct the register"),
    ReadReason.CARE: _("To care for this person's health"),
    ReadReason.CHECK: _("To check the register"),
    ReadReason.FILE: _("Opened a paper of this person"),
}
LIST_WORDS: dict[ListWay, Text] = {
    ListWay.LIST: _("The list of residents"),
    ListWay.SEARCH: _("A search"),
    ListWay.HOUSEHOLD: _("The members of a household"),
    ListWay.TWICE: _("Entries that look like one person"),
    ListWay.NAME: _("The name alone, before saying why"),
    ListWay.NOTICE: _("Messages sent, or to be handed over"),
    ListWay.FIELD: _("The list of a village, on the phone of a team member for a day of visits"),
}
FORGET_WORDS: dict[ForgetReason, Text] = {
    ForgetReason.ASKED: _("The person asked for it"),
    ForgetReason.MISTAKE: _("Registered by mistake"),
    ForgetReason.RETENTION: _("The time of keeping is over"),
}
