"""What a person may bring."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.kit.forms import Form


class BringForm(Form):
    """The outbox of a phone, as a file."""

    file = forms.FileField(
        label=_("The file that the phone made"),
        widget=forms.ClearableFileInput(attrs={"accept": ".outbox"}),
    )
