"""What a supervisor writes down after a call."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.government.petitions.models import CallBack
from tinhso.government.petitions.models.reporting import Heard
from tinhso.kit.forms import Form

WORDS = (
    (Heard.CONTENT.value, _("Content")),
    (Heard.NOT_CONTENT.value, _("Not content")),
    (Heard.NOT_REACHED.value, _("Not reached")),
)


class CallForm(Form):
    """Who was called, what came of it."""

    rating = forms.UUIDField(widget=forms.HiddenInput)
    heard = forms.TypedChoiceField(
        label=_("What did they say?"),
        choices=WORDS,
        coerce=Heard,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of the call.")},
    )
    note = forms.CharField(
        label=_("In a few words"), required=False, max_length=CallBack._meta.get_field("note").max_length
    )
