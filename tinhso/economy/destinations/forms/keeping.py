"""What an officer may write of a place."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.places.models import Place
from tinhso.economy.destinations.domain.occasions import is_held
from tinhso.economy.destinations.domain.words import KINDS, ROADS, SIGNALS, STEPS
from tinhso.economy.destinations.models import Destination
from tinhso.kit.forms import Form, PictureChoice, Told

COLUMNS = (
    "kind", "name_vi", "name_en", "place", "about_vi", "about_en", "about_id", "lat", "lon", "exact", "held",
    "days_sure", "opens", "closes", "price", "stay", "road", "signal", "no_signal_from", "steps", "phone",
)  # fmt: skip
ANY_DAY = date(2026, 1, 1)
LANGUAGES = (("vi", "Tiếng Việt"), ("en", "English"), ("id", "Bahasa Indonesia"), ("th", "Thái"), ("hmn", "Mông"))


def known_rule(text: str) -> str:
    """A rule of days that can be read. Raises UnknownRule."""
    rule = text.replace(" ", "")
    is_held(rule, ANY_DAY)
    return rule


def _words(label: Any, *, required: bool) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=1500, widget=forms.Textarea({"rows": 3}))


class EntryForm(Form):
    """One entry, in three languages."""

    kind = forms.ChoiceField(label=_("Which kind"), choices=[(one.value, word) for one, word in KINDS.items()])
    place = forms.ModelChoiceField(label=_("Commune"), queryset=Place.objects.none(), to_field_name="code")
    name_vi = forms.CharField(label=_("Name in Vietnamese"), max_length=120)
    name_en = forms.CharField(label=_("Name for guests from elsewhere"), max_length=120)
    about_vi = _words(_("What it is, in Vietnamese"), required=True)
    about_en = _words(_("What it is, in English"), required=True)
    about_id = _words(_("What it is, in Indonesian"), required=False)
    lat = forms.FloatField(label=_("Latitude"), min_value=8, max_value=24)
    lon = forms.FloatField(label=_("Longitude"), min_value=102, max_value=110)
    exact = forms.BooleanField(label=_("The point is the place itself"), required=False)
    held = Told(
        known_rule, label=_("Days on which it is held"), required=False, max_length=60,
        help_text="week:7 · zodiac:2,8 · lunar:26-27/3 · solar:2/9 · last:6/5",
    )  # fmt: skip
    days_sure = forms.BooleanField(label=_("I know these days for sure"), required=False)
    opens = forms.TimeField(label=_("Opens"), required=False)
    closes = forms.TimeField(label=_("Closes"), required=False)
    price = forms.IntegerField(
        label=_("Price for one grown person"), required=False, min_value=0, max_value=10_000_000,
        help_text=_("0 when it is free of charge."),
    )  # fmt: skip
    stay = forms.IntegerField(label=_("Minutes of a visit"), required=False, min_value=0, max_value=600)
    road = forms.ChoiceField(label=_("Road"), choices=[(one.value, word) for one, word in ROADS.items()])
    signal = forms.ChoiceField(label=_("Signal"), choices=[(one.value, word) for one, word in SIGNALS.items()])
    no_signal_from = forms.IntegerField(label=_("No signal from kilometre"), required=False, min_value=0, max_value=200)
    steps = forms.ChoiceField(
        label=_("For wheelchairs and prams"), choices=[(one.value, word) for one, word in STEPS.items()]
    )
    phone = forms.CharField(label=_("Telephone for guests"), required=False, max_length=15)

    def __init__(self, *args: Any, communes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["place"]
        if isinstance(place, forms.ModelChoiceField):
            place.queryset = communes

    @classmethod
    def of(cls, one: Destination, data: Any, communes: Any) -> "EntryForm":
        """The form of an entry that stands."""
        initial = {name: getattr(one, name) for name in COLUMNS} | {"place": one.place.code}
        return cls(data, initial=initial, communes=communes)

    @property
    def told(self) -> dict[str, Any]:
        empty = {"held": "", "stay": 0}
        return {name: self.cleaned_data[name] or empty.get(name, self.cleaned_data[name]) for name in COLUMNS}


class NewEntryForm(EntryForm):
    """A new one has an address, which stays."""

    code = forms.SlugField(label=_("Address, in small letters"), max_length=40)


class MediumForm(Form):
    """A picture or a voice."""

    kind = forms.ChoiceField(
        label=_("Which kind"), choices=[("picture", _("Picture")), ("voice", _("Somebody tells of it"))],
        widget=PictureChoice({"picture": "image", "voice": "microphone"}),
    )  # fmt: skip
    file = forms.FileField(label=_("File"))
    language = forms.ChoiceField(label=_("Language of the voice"), choices=LANGUAGES, required=False)
    shows = forms.CharField(label=_("What one sees or hears"), max_length=160)
    credit = forms.CharField(label=_("Who took it or speaks, as they agreed to be named"), max_length=120)


class WarningForm(Form):
    """A warning for a commune."""

    place = forms.ModelChoiceField(label=_("Commune"), queryset=Place.objects.none(), to_field_name="code")
    kind = forms.ChoiceField(
        label=_("Which kind"), choices=[("weather", _("Weather")), ("road", _("Road"))],
        widget=PictureChoice({"weather": "cloud-rain", "road": "road-horizon"}),
    )  # fmt: skip
    words = forms.CharField(label=_("In Vietnamese"), max_length=300)
    words_en = forms.CharField(label=_("In English"), max_length=300, required=False)
    hours = forms.IntegerField(label=_("For how many hours"), min_value=1, max_value=24 * 14, initial=24)

    def __init__(self, *args: Any, communes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["place"]
        if isinstance(place, forms.ModelChoiceField):
            place.queryset = communes


class DecideForm(Form):
    """What becomes of a review."""

    show = forms.ChoiceField(choices=[("yes", ""), ("no", "")])
    reason = forms.CharField(label=_("Why it is hidden"), required=False, max_length=200)


class AnswerForm(Form):
    words = forms.CharField(label=_("Answer in public"), max_length=600, widget=forms.Textarea({"rows": 2}))
