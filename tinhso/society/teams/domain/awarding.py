"""The fixed words of awards: on which level, for whom, who may propose, what a member of the council says."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import Text


class Level(StrEnum):
    """Whose award it is: the head of this level decides."""

    COMMUNE = "commune"
    PROVINCE = "province"


class Whom(StrEnum):
    """Who gets it."""

    TEAM = "team"
    MEMBER = "member"


class Span(StrEnum):
    """For how long a time it is given, once for each."""

    QUARTER = "quarter"
    YEAR = "year"


class Proposer(StrEnum):
    """Who may propose it: the head of the team, anybody in it, an officer who keeps the teams."""

    HEAD = "head"
    MEMBER = "member"
    OFFICER = "officer"


class Says(StrEnum):
    """What a member of the council says; empty until they do."""

    NOTHING = ""
    YES = "yes"
    NO = "no"
    ABSTAINS = "abstains"


LEVEL_WORDS: Mapping[Level, Text] = {Level.COMMUNE: _("Commune"), Level.PROVINCE: _("Province")}
WHOM_WORDS: Mapping[Whom, Text] = {Whom.TEAM: _("Team"), Whom.MEMBER: _("Member")}
PROPOSER_WORDS: Mapping[Proposer, Text] = {
    Proposer.HEAD: _("Head of the team"),
    Proposer.MEMBER: _("Member"),
    Proposer.OFFICER: _("Officer"),
}
SAYS_WORDS: Mapping[Says, Text] = {
    Says.NOTHING: _("Has not said anything yet"),
    Says.YES: _("For it"),
    Says.NO: _("Against it"),
    Says.ABSTAINS: _("Abstains"),
}
