"""The tables of petitions: what was said, about what, where it went, what was answered, what all may read."""

from tinhso.government.petitions.models.letters import Letter, Note, Rating, Template, TemplateVersion
from tinhso.government.petitions.models.petitions import Petition, PetitionFile, PetitionQuerySet
from tinhso.government.petitions.models.publications import (
    Backer,
    Filing,
    Publication,
    PublicationQuerySet,
    PublicPicture,
)
from tinhso.government.petitions.models.reporting import AskedReading, CallBack, Knock
from tinhso.government.petitions.models.rules import RuleBook
from tinhso.government.petitions.models.tallies import Learning, RatingCount
from tinhso.government.petitions.models.topics import Topic

__all__ = [
    "AskedReading",
    "Backer",
    "CallBack",
    "Filing",
    "Knock",
    "Learning",
    "Letter",
    "Note",
    "Petition",
    "PetitionFile",
    "PetitionQuerySet",
    "PublicPicture",
    "Publication",
    "PublicationQuerySet",
    "Rating",
    "RatingCount",
    "RuleBook",
    "Template",
    "TemplateVersion",
    "Topic",
]
