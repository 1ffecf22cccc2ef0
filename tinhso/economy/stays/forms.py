"""What guests and hosts type: little, with choices where choices do."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.forms.inputs import PaperField
from tinhso.core.cases.forms.places import PlaceBox, places_called
from tinhso.core.files.domain.kinds import PHOTOS, VOICE_NOTE
from tinhso.core.people.domain.phones import read_phone
from tinhso.core.places.models import Place
from tinhso.economy.stays.domain.notice import Guest, read_paper
from tinhso.economy.stays.domain.words import HAS, HOME_KINDS
from tinhso.economy.stays.models import Room
from tinhso.kit.forms import Form, PictureChoice, Told
from tinhso.kit.refusals import Refusal

FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
LARGEST_PARTY = 60


class PlaceNotFound(Refusal):
    sentence = _("We know no such place here. Write the village or the commune.")


def read_place(typed: str) -> Place:
    """The place that somebody means. Raises PlaceNotFound."""
    found = places_called(typed)
    if not found:
        raise PlaceNotFound
    return found[0]


def _day(label: Any, **also: Any) -> forms.DateField:
    return forms.DateField(label=label, input_formats=FORMATS, **also)


class SearchForm(Form):
    """Where, from when to when, how many."""

    where = Told(read_place, label=_("Village or commune"), required=False, widget=PlaceBox)
    arrives = _day(_("Coming on"), required=False)
    leaves = _day(_("Leaving on"), required=False)
    people = forms.IntegerField(label=_("How many people"), required=False, min_value=1, max_value=LARGEST_PARTY)
    most = forms.IntegerField(label=_("Up to how much a night"), required=False, min_value=0)

    def clean(self) -> dict[str, Any]:
        """One night where only the day of coming is told."""
        told = super().clean() or {}
        if told.get("arrives") and not told.get("leaves"):
            told["leaves"] = told["arrives"] + timedelta(days=1)
        if told.get("arrives") and told["leaves"] <= told["arrives"]:
            self.add_error("leaves", _("One leaves after one comes."))
        return told


class DaysForm(Form):
    """The days of a stay."""

    arrives = _day(_("Coming on"))
    leaves = _day(_("Leaving on"))


class BookForm(DaysForm):
    """Who comes and how many; nothing else is asked."""

    beds = forms.IntegerField(label=_("How many beds"), min_value=1, max_value=LARGEST_PARTY, initial=1)
    people = forms.IntegerField(label=_("How many people"), min_value=1, max_value=LARGEST_PARTY, initial=2)
    name = forms.CharField(label=_("Name of who comes"), max_length=80)
    phone = Told(
        read_phone,
        label=_("Telephone"),
        max_length=40,
        help_text=_("Only the host sees it, and it is forgotten a month after your stay."),
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    autocomplete = {"name": "name", "phone": "tel"}

    def __init__(self, *args: Any, room: Room, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].initial = min(2, room.sleeps)
        if not room.is_common:
            self.fields["beds"].widget = forms.HiddenInput()


class WaitForm(DaysForm):
    """Who wants to hear of a free bed."""

    phone = Told(read_phone, label=_("Telephone"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    autocomplete = {"phone": "tel"}


class ReviewForm(Form):
    """One picture and a few words after the stay."""

    faces = forms.TypedChoiceField(
        label=_("How was it?"),
        coerce=int,
        choices=[(5, _("Very good")), (4, _("Good")), (2, _("Not so good")), (1, _("Bad"))],
        widget=PictureChoice({"5": "smiley", "4": "smiley-wink", "2": "smiley-meh", "1": "smiley-sad"}),
    )
    words = forms.CharField(label=_("In your words"), required=False, max_length=600, widget=forms.Textarea)


class BeginForm(Form):
    """Step one: what it is called, what it is, where."""

    name = forms.CharField(label=_("What is your house called?"), max_length=80)
    kind = forms.ChoiceField(
        label=_("What kind of house is it?"),
        choices=[(one.value, said) for one, said in HOME_KINDS.items()],
        widget=PictureChoice({"homestay": "house-line", "guesthouse": "bed", "hotel": "buildings"}),
    )
    place = Told(read_place, label=_("Village or commune"), widget=PlaceBox)


class ShowForm(Form):
    """Step two: photos and the host's own voice. A description may be typed later, or by a helper."""

    photo = PaperField(PHOTOS, "photo", label=_("A photo"), required=False)
    voice = PaperField(VOICE_NOTE, "voice", label=_("Tell about your house"), required=False)
    words = forms.CharField(
        label=_("The same in writing"), required=False, max_length=2000, widget=forms.Textarea,
        help_text=_("Can wait. Somebody of your village can type it for you."),
    )  # fmt: skip
    phone = Told(
        read_phone, label=_("Telephone"), required=False, max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )  # fmt: skip


class RoomForm(Form):
    """Step three: one room after the other."""

    name = forms.CharField(label=_("Name of the room"), max_length=60)
    beds = forms.IntegerField(
        label=_("Let by the bed: how many beds?"), min_value=1, max_value=60, initial=1,
        help_text=_("1 for a room that is let whole."),
    )  # fmt: skip
    sleeps = forms.IntegerField(label=_("People in the room, or in one bed"), min_value=1, max_value=20, initial=2)
    weekday = forms.IntegerField(label=_("Price of a night"), min_value=1000, max_value=50_000_000)
    weekend = forms.IntegerField(label=_("On Friday and Saturday"), min_value=1000, max_value=50_000_000)


class SeasonForm(Form):
    """Another price for some nights, as Tết or the days of the buckwheat flowers."""

    first = _day(_("From the night of"))
    last = _day(_("To the night of"))
    weekday = forms.IntegerField(label=_("Price of a night"), min_value=1000, max_value=50_000_000)
    weekend = forms.IntegerField(label=_("On Friday and Saturday"), min_value=1000, max_value=50_000_000)

    def clean_last(self) -> date:
        last: date = self.cleaned_data["last"]
        if self.cleaned_data.get("first") and last < self.cleaned_data["first"]:
            raise forms.ValidationError(_("The last night comes after the first."))
        return last


class RulesForm(Form):
    """Step four: what there is, and the rules."""

    has = forms.MultipleChoiceField(
        label=_("What is there?"), required=False, choices=[(one.value, said) for one, (said, _icon) in HAS.items()],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    dinner = forms.IntegerField(label=_("Dinner for one person"), required=False, min_value=0, max_value=5_000_000)
    instant = forms.TypedChoiceField(
        label=_("Do you answer each booking yourself?"), coerce=lambda said: said == "no",
        choices=[("yes", _("I answer within 2 hours")), ("no", _("Guests book at once"))], initial="yes",
        widget=forms.RadioSelect,
    )  # fmt: skip
    deposit = forms.TypedChoiceField(
        label=_("Is something paid ahead?"), coerce=int, initial=0, widget=forms.RadioSelect,
        choices=[(0, _("Nothing, all at the house")), (30, _("30 percent")), (100, _("All of it"))],
    )  # fmt: skip
    free_days = forms.IntegerField(
        label=_("Cancelling is free until how many days before?"), min_value=0, max_value=60, initial=3
    )
    keeps = forms.IntegerField(
        label=_("Later you keep how many percent of the deposit?"), min_value=0, max_value=100, initial=50
    )
    rules = forms.CharField(label=_("Rules of the house"), required=False, max_length=600, widget=forms.Textarea)
    registered = forms.CharField(label=_("Number of your registration"), required=False, max_length=60)
    food_paper = forms.CharField(label=_("Number of the food safety paper"), required=False, max_length=60)


class CheckInForm(Form):
    """The booking's code, and each guest's paper on a line of its own. Filled with or without signal."""

    code = forms.CharField(
        label=_("Code of the booking"), max_length=24, help_text=_("It stands on the guest's page: LT-…"),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "data-title": "yes"}),
    )  # fmt: skip
    papers = forms.CharField(
        label=_("Square of each identity card"), max_length=20_000,
        widget=forms.Textarea(attrs={"autocomplete": "off", "spellcheck": "false", "rows": 5}),
        help_text=_("One guest on a line. A passport: name / number / nationality, as FRA / day of birth."),
    )  # fmt: skip

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip().upper()

    def clean_papers(self) -> list[Guest]:
        """The guests; what cannot be read is told with the number of its line."""
        lines = [line for line in self.cleaned_data["papers"].splitlines() if line.strip()]
        guests = []
        for number, line in enumerate(lines, start=1):
            try:
                guests.append(read_paper(line))
            except Refusal as refusal:
                raise forms.ValidationError(f"{number}: {refusal.told}") from refusal
        return guests


class LeaveForm(Form):
    """What is paid in notes, and whether an invoice is wanted."""

    cash = forms.IntegerField(label=_("Paid in notes"), min_value=0, max_value=4_000_000_000)
    invoice = forms.BooleanField(label=_("The guest wants an invoice"), required=False)


class FeedForm(Form):
    """A calendar of another site."""

    site = forms.CharField(label=_("Which site?"), max_length=60)
    url = forms.CharField(
        label=_("Address of its calendar"), max_length=600, help_text=_("There it is called iCal or calendar export.")
    )


class InspectForm(Form):
    """What an officer found."""

    passed = forms.TypedChoiceField(
        label=_("What did you find?"), coerce=lambda said: said == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("It may take guests")), ("no", _("It must close; its bookings are called off"))],
    )  # fmt: skip
    stars = forms.IntegerField(label=_("Class (stars, 0 for none)"), min_value=0, max_value=5, initial=0)
    on = _day(_("Day of the inspection"))
