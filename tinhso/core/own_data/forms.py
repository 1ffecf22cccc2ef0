"""What a person may type about their own data."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.own_data.domain.requests import KIND_ICONS, KIND_WORDS, Kind
from tinhso.kit.forms import Form, PictureChoice


class RequestForm(Form):
    """What is asked for, and in one's own words what is wrong."""

    kind = forms.TypedChoiceField(
        label=_("What do you ask for?"),
        coerce=Kind,
        choices=[(kind.value, words) for kind, words in KIND_WORDS.items()],
        widget=PictureChoice({kind.value: icon for kind, icon in KIND_ICONS.items()}),
    )
    words = forms.CharField(
        label=_("Say which data, and what is right"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
