"""The tables of the people register."""

from tinhso.core.people.models.household import Household
from tinhso.core.people.models.likeness import Likeness, Merge
from tinhso.core.people.models.lines import A_PAGE, PersonLine, listed
from tinhso.core.people.models.listing import Listing, Sighting
from tinhso.core.people.models.number import Kind, Number
from tinhso.core.people.models.person import Person, Tongue
from tinhso.core.people.models.reading import Reading

__all__ = [
    "A_PAGE",
    "Household",
    "Kind",
    "Likeness",
    "Listing",
    "Merge",
    "Number",
    "Person",
    "PersonLine",
    "Reading",
    "Sighting",
    "Tongue",
    "listed",
]
