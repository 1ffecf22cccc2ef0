"""The tables of petitions: what was said, about what, where it went, what was answered, what all may read."""

from tinhso.government.petitions.models.letters import Letter, Note, Rating, Template, TemplateVersion
from tinhso.government.petitions.models.petitions import Petition, PetitionFile, PetitionQuerySet, Publication
from tinhso.government.petitions.models.rules import RuleBook
from tinhso.government.petitions.models.topics import Topic

__all__ = [
    "Letter",
    "Note",
    "Petition",
    "PetitionFile",
    "PetitionQuerySet",
    "Publication",
    "Rating",
    "RuleBook",
    "Template",
    "TemplateVersion",
    "Topic",
]
