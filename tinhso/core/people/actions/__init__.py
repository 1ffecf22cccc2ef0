"""What can be done with the people register: the only place that writes its tables."""

from tinhso.core.people.actions.corrections import (
    correct_number,
    correct_person,
    move_person,
    record_death,
    told_of,
)
from tinhso.core.people.actions.doubles import Double, LooksKnown, find_doubles, register_once
from tinhso.core.people.actions.forgetting import forget_person
from tinhso.core.people.actions.households import (
    Roof,
    form_household,
    form_households,
    hand_over_household,
    join_household,
    leave_household,
    move_household,
)
from tinhso.core.people.actions.keys import rotate_person_key
from tinhso.core.people.actions.listing import forget_old_lists, lists_showing, note_list, tell_lists
from tinhso.core.people.actions.merging import merge_people, tell_apart, undo_merge
from tinhso.core.people.actions.reading import looks_at, names_agencies, read_person, tally_of
from tinhso.core.people.actions.registering import register_people, register_person
from tinhso.core.people.actions.resettling import resettle_place

__all__ = [
    "Double",
    "LooksKnown",
    "Roof",
    "correct_number",
    "correct_person",
    "find_doubles",
    "forget_old_lists",
    "forget_person",
    "form_household",
    "form_households",
    "hand_over_household",
    "join_household",
    "leave_household",
    "lists_showing",
    "looks_at",
    "merge_people",
    "move_household",
    "move_person",
    "names_agencies",
    "note_list",
    "read_person",
    "record_death",
    "register_once",
    "register_people",
    "register_person",
    "resettle_place",
    "rotate_person_key",
    "tally_of",
    "tell_apart",
    "tell_lists",
    "told_of",
    "undo_merge",
]
