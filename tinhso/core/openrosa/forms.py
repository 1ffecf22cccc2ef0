"""What a member types to let a phone in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.kit.forms import Form


class HandsetForm(Form):
    """What the phone is called."""

    title = forms.CharField(label=_("What do you call this phone?"), max_length=80, min_length=2)
