"""What cases do when the calendar, places, offices, posts and people change."""

from datetime import date
from uuid import UUID

from tinhso.core.accounts.models import Account
from tinhso.core.cases.actions import (
    ask_recount,
    follow_merge,
    forget_cases_of,
    reassign_cases_of,
    rehome_agency,
    rehome_place,
    settle_case,
    undo_merge,
)
from tinhso.core.cases.models import Case
from tinhso.core.organisations.models import Organisation
from tinhso.core.places.actions import ask_choices
from tinhso.core.places.models import Place
from tinhso.events.reactions import Delivered, reacts_to
from tinhso.kit.actors import Actor

CASE = "cases.case"


@reacts_to("calendar.WorkingDayChanged", "calendar.WorkingDayCleared", "calendar.OpeningHoursChanged")
def calendar_changed(delivered: Delivered) -> None:
    """A day or the hours changed: the open cases that run over it are counted anew by the job."""
    day = delivered.data.get("day")
    since = date.fromisoformat(str(day)[:10]) if day else None
    ask_recount(place=delivered.data["place"], since=since, at=delivered.at)


@reacts_to("calendar.CalendarLoaded")
def calendar_loaded(delivered: Delivered) -> None:
    """Many days came at once."""
    ask_recount(place=None, since=None, at=delivered.at)


@reacts_to("places.PlaceSucceeded")
def place_succeeded(delivered: Delivered) -> None:
    """A place went whole to another: its open cases go with it."""
    if not delivered.data["part"]:
        new = Place.objects.get(pk=delivered.data["new"])
        rehome_place(int(delivered.data["old"]), new, by=Actor.system(), at=delivered.at)


@reacts_to("places.PlaceDivided")
def place_divided(delivered: Delivered) -> None:
    """A place went to several: a person says for each open case to which of them it goes."""
    cases = Case.objects.open().filter(place=delivered.data["old"]).order_by("pk").values_list("uuid", "ref")
    ask_choices(CASE, cases, old=delivered.data["old"])


@reacts_to("places.PlaceChoiceSettled")
def place_choice_settled(delivered: Delivered) -> None:
    """A person said it: the case moves."""
    if delivered.data["kind"] != CASE:
        return
    row, old = UUID(str(delivered.data["row"])), int(delivered.data["old"])
    settle_case(row, old=old, new=Place.objects.get(pk=delivered.data["new"]), by=Actor.system(), at=delivered.at)


@reacts_to("organisations.OrganisationSucceeded")
def office_succeeded(delivered: Delivered) -> None:
    """An office handed over to another: its open cases too."""
    old = Organisation.objects.get(uuid=UUID(delivered.about))
    rehome_agency(old, by=Actor.system(), at=delivered.at)


@reacts_to("accounts.PostEnded", "accounts.PostMoved")
def post_ended(delivered: Delivered) -> None:
    """Someone's post ended: others answer for their cases. A later end is found by the watchdog."""
    _reassign(UUID(str(delivered.data["account"])), delivered)


@reacts_to("accounts.AccountClosed", "accounts.AccountDisabled")
def account_shut(delivered: Delivered) -> None:
    """Someone can no longer enter."""
    _reassign(UUID(delivered.about), delivered)


@reacts_to("people.PeopleMerged")
def people_merged(delivered: Delivered) -> None:
    """Two rows were one person."""
    gone, merge = UUID(str(delivered.data["gone"])), UUID(str(delivered.data["merge"]))
    follow_merge(gone, kept=UUID(delivered.about), merge=merge, by=Actor.system(), at=delivered.at)


@reacts_to("people.MergeUndone")
def merge_undone(delivered: Delivered) -> None:
    """They were two after all."""
    back, merge = UUID(str(delivered.data["back"])), UUID(str(delivered.data["merge"]))
    undo_merge(merge, kept=UUID(delivered.about), back=back, by=Actor.system(), at=delivered.at)


@reacts_to("people.PersonForgotten")
def person_forgotten(delivered: Delivered) -> None:
    """Someone is to be forgotten: what they wrote goes, that there was a case stays."""
    forget_cases_of(UUID(delivered.about))


def _reassign(account: UUID, delivered: Delivered) -> None:
    for row in Account.objects.filter(uuid=account):
        reassign_cases_of(row.pk, by=Actor.system(), at=delivered.at)
