"""Tables of directives: the directive, its thread, its meeting, its readings."""

from tinhso.operations.directives.models.directives import Directive
from tinhso.operations.directives.models.meetings import Meeting
from tinhso.operations.directives.models.notes import Note
from tinhso.operations.directives.models.readings import KeptReading

__all__ = ["Directive", "KeptReading", "Meeting", "Note"]
