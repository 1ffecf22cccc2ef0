"""What a person gives the studio: a sound, and why one has to be recorded again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.speech.actions.recording import RECORDING


class SoundForm(forms.Form):
    sound = forms.FileField(
        label=_("The recording"), widget=forms.FileInput(attrs={"accept": f"audio/*,{RECORDING.accept}"})
    )


WHYS = (
    ("words", _("The words are not these")),
    ("noise", _("There is noise")),
    ("quiet", _("It is too quiet")),
    ("cut", _("The beginning or the end is cut off")),
)


class WhyForm(forms.Form):
    why = forms.ChoiceField(label=_("What has to be better?"), choices=WHYS)
