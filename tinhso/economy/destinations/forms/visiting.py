"""What a visitor may ask for and say."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.economy.destinations.domain.planning import MOST_DAYS, Wish
from tinhso.economy.destinations.domain.words import INTERESTS, KINDS, VEHICLES, Interest, Vehicle
from tinhso.economy.destinations.models import Junction
from tinhso.kit.forms import Form, PictureChoice
from tinhso.kit.ground import Point

KIND_CHOICES = [("", _("Everything")), *((one.value, word) for one, word in KINDS.items())]
FARTHEST_AHEAD = timedelta(days=365)


class LookForm(Form):
    """Which places: words, a kind, near a point."""

    q = forms.CharField(label=_("Name or place"), required=False, max_length=80)
    kind = forms.ChoiceField(label=_("Which kind"), required=False, choices=KIND_CHOICES)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=8, max_value=24)
    lon = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=102, max_value=110)

    @property
    def here(self) -> Point | None:
        lat, lon = self.cleaned_data.get("lat"), self.cleaned_data.get("lon")
        return (lat, lon) if lat is not None and lon is not None else None


def starts() -> list[tuple[str, str]]:
    """Where a journey can begin: the towns of the roads."""
    return list(Junction.objects.exclude(name="").order_by("name").values_list("name", "name"))


class PlanForm(Form):
    """A journey that somebody wishes for."""

    start = forms.ChoiceField(label=_("Where you start"), choices=starts)
    first = forms.DateField(label=_("First day"))
    days = forms.IntegerField(label=_("How many days"), min_value=1, max_value=MOST_DAYS, initial=2)
    vehicle = forms.ChoiceField(
        label=_("With what"), choices=[(one.value, word) for one, word in VEHICLES.items()],
        widget=PictureChoice({"motorbike": "motorcycle", "car": "car", "coach": "bus"}),
        initial=Vehicle.MOTORBIKE.value,
    )  # fmt: skip
    interests = forms.MultipleChoiceField(
        label=_("What you like"), required=False, choices=[(one.value, word) for one, word in INTERESTS.items()],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def clean_first(self) -> Any:
        first, today = self.cleaned_data["first"], timezone.localdate()
        if not today <= first <= today + FARTHEST_AHEAD:
            raise forms.ValidationError(_("Choose a day from today on, within a year."))
        return first

    @property
    def wish(self) -> Wish:
        told = self.cleaned_data
        town = Junction.objects.filter(name=told["start"]).values_list("lat", "lon")[0]
        interests = frozenset(map(Interest, told["interests"])) or frozenset(Interest)
        return Wish(
            start=town, first=told["first"], days=told["days"], interests=interests, vehicle=Vehicle(told["vehicle"])
        )


class ReviewForm(Form):
    """A face, perhaps words."""

    face = forms.IntegerField(min_value=1, max_value=5)
    words = forms.CharField(
        label=_("A few words for the next guest"), required=False, max_length=600, widget=forms.Textarea({"rows": 3})
    )
