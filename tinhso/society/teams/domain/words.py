"""The fixed words of community teams."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import Text


class Position(StrEnum):
    """What a member is in the team."""

    HEAD = "head"
    DEPUTY = "deputy"
    MEMBER = "member"


class Help(StrEnum):
    """What people are helped by, and what a member knows well enough to help by it."""

    PAPERS = "papers"
    IDENTITY = "identity"
    PAYMENT = "payment"
    SELLING = "selling"
    HEALTH = "health"
    PHONE = "phone"
    SAFETY = "safety"
    LEARNING = "learning"
    OTHER = "other"


POSITION_WORDS: Mapping[Position, Text] = {
    Position.HEAD: _("Head of the team"),
    Position.DEPUTY: _("Deputy head"),
    Position.MEMBER: _("Member"),
}
HELP_WORDS: Mapping[Help, Text] = {
    Help.PAPERS: _("Papers on line"),
    Help.IDENTITY: _("Electronic identity (VNeID)"),
    Help.PAYMENT: _("Paying without cash"),
    Help.SELLING: _("Selling on line"),
    Help.HEALTH: _("Health book and insurance"),
    Help.PHONE: _("Telephone and signal"),
    Help.SAFETY: _("Fraud on the net"),
    Help.LEARNING: _("Learning on line"),
    Help.OTHER: _("Something else"),
}
HELP_ICONS: Mapping[Help, str] = {
    Help.PAPERS: "files",
    Help.IDENTITY: "identification-card",
    Help.PAYMENT: "hand-coins",
    Help.SELLING: "shopping-bag",
    Help.HEALTH: "first-aid",
    Help.PHONE: "device-mobile",
    Help.SAFETY: "shield-check",
    Help.LEARNING: "student",
    Help.OTHER: "dots-three",
}


class ActivityKind(StrEnum):
    """What a team does."""

    VISIT = "visit"
    MARKET = "market"
    TRAINING = "training"
    CAMPAIGN = "campaign"


class ActivityState(StrEnum):
    """An activity is planned, then done or called off; a visit is written down when it is done."""

    PLANNED = "planned"
    DONE = "done"
    OFF = "off"


ACTIVITY_WORDS: Mapping[ActivityKind, Text] = {
    ActivityKind.VISIT: _("Visit to a household"),
    ActivityKind.MARKET: _("Help desk on market day"),
    ActivityKind.TRAINING: _("Training for the village"),
    ActivityKind.CAMPAIGN: _("Campaign"),
}
ACTIVITY_ICONS: Mapping[ActivityKind, str] = {
    ActivityKind.VISIT: "house-line",
    ActivityKind.MARKET: "storefront",
    ActivityKind.TRAINING: "chalkboard-teacher",
    ActivityKind.CAMPAIGN: "megaphone",
}
ACTIVITY_STATES: Mapping[ActivityState, Text] = {
    ActivityState.PLANNED: _("Planned"),
    ActivityState.DONE: _("Done"),
    ActivityState.OFF: _("Called off"),
}


class Answer(StrEnum):
    """What a member who was asked said."""

    NONE = ""
    YES = "yes"
    NO = "no"
    SILENT = "silent"


ANSWER_WORDS: Mapping[Answer, Text] = {
    Answer.NONE: _("Has not answered yet"),
    Answer.YES: _("Takes it on"),
    Answer.NO: _("Cannot"),
    Answer.SILENT: _("Did not answer"),
}
