"""What a person may type about messages."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tinhso.core.notices.clients import is_open
from tinhso.core.notices.domain.channels import CHANNEL_WORDS, ORDER, Channel
from tinhso.core.notices.domain.wording import FORMS, LANGUAGES, LONGEST
from tinhso.core.notices.models import Choice, Kind, Wording
from tinhso.kit.forms import Form

FORM_WORDS = {
    "subject": _("Subject"),
    "short": _("Short form, for text messages"),
    "long": _("Long form"),
    "spoken": _("Spoken form"),
}
NONE = ""


class ChoiceForm(Form):
    """How someone wants to be told everything."""

    first = forms.ChoiceField(label=_("First"), required=False)
    second = forms.ChoiceField(label=_("If that does not reach me"), required=False)
    third = forms.ChoiceField(label=_("And then"), required=False)
    language = forms.ChoiceField(label=_("Language of messages"), choices=settings.LANGUAGES)
    digest = forms.BooleanField(label=_("What can wait comes once, in the evening"), required=False)
    quiet = forms.CharField(
        label=_("My quiet hours"),
        required=False,
        max_length=11,
        help_text=_("Like 21:00-07:00. Empty: the usual hours."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_here = [(one.value, CHANNEL_WORDS[one]) for one in ORDER if is_open(one, "") or one is Channel.ZALO]
        for name in ("first", "second", "third"):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [(NONE, _("The usual way")), *open_here]

    @classmethod
    def shows(cls, choice: Choice | None) -> "ChoiceForm":
        """The form with what was chosen."""
        channels = [*(choice.channels if choice else []), NONE, NONE, NONE]
        return cls(
            initial={
                "first": channels[0],
                "second": channels[1],
                "third": channels[2],
                "language": (choice.language if choice else "") or "vi",
                "digest": bool(choice and choice.digest),
                "quiet": choice.quiet if choice else "",
            }
        )

    @property
    def channels(self) -> list[Channel]:
        told = (self.cleaned_data[name] for name in ("first", "second", "third"))
        return [Channel(one) for one in told if one]


class MailForm(Form):
    """An e-mail address of one's own."""

    email = forms.CharField(label=_("E-mail address"), max_length=254)
    autocomplete = {"email": "email"}


class CodeForm(Form):
    """The code that was sent."""

    code = forms.CharField(label=_("The six digits"), max_length=12)
    autocomplete = {"code": "one-time-code"}


class AgainForm(Form):
    """By which way something is sent once more."""

    channel = forms.ChoiceField(label=_("By which way?"), choices=[(one.value, CHANNEL_WORDS[one]) for one in ORDER])


class WordingForm(Form):
    """The words of a kind in the three languages of the pages; those of other languages stay as they are."""

    def __init__(self, *args: Any, wording: Wording | None = None, **kwargs: Any) -> None:
        self.before = wording.texts if wording else {}
        kwargs.setdefault("initial", _flat(self.before))
        super().__init__(*args, **kwargs)

    @property
    def texts(self) -> dict[str, dict[str, Any]]:
        told = {language: dict(text) for language, text in self.before.items()}
        for language in LANGUAGES:
            told[language] = {form: self.cleaned_data[f"{language}_{form}"] for form in (*FORMS, "accents")}
        return told

    def in_language(self, language: str) -> list[forms.BoundField]:
        return [self[f"{language}_{form}"] for form in (*FORMS, "accents")]


def _flat(texts: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {f"{language}_{form}": value for language, told in texts.items() for form, value in told.items()}


def _box(form: str) -> forms.Field:
    rows = {"subject": 1, "short": 3, "long": 8, "spoken": 5}[form]
    widget = forms.TextInput() if rows == 1 else forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=FORM_WORDS[form], max_length=LONGEST[form], widget=widget)


for _language in LANGUAGES:
    for _form in FORMS:
        WordingForm.base_fields[f"{_language}_{_form}"] = _box(_form)
    WordingForm.base_fields[f"{_language}_accents"] = forms.BooleanField(
        label=_("Text messages keep their accents (70 signs instead of 160)"), required=False
    )


class KindForm(Form):
    """Which kinds of messages someone does not want, of those that may be refused."""

    refused = forms.MultipleChoiceField(label=_("I do not want"), required=False, widget=forms.CheckboxSelectMultiple())

    def offer(self, kinds: list[Kind]) -> None:
        field = self.fields["refused"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(kind.code, kind.said) for kind in kinds]
