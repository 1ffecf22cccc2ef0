"""The small forms of the desk."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from tinhso.core.files.domain.kinds import PAPERS
from tinhso.core.organisations.domain.words import Kind as OfficeKind
from tinhso.core.organisations.models import Organisation
from tinhso.core.places.domain import Kind as PlaceKind
from tinhso.core.places.models import Place
from tinhso.government.petitions.domain.words import LONGEST, LetterKind
from tinhso.government.petitions.models import Topic
from tinhso.kit.forms import Form

AREA = forms.Textarea(attrs={"rows": 6})


class WordsForm(Form):
    """A letter of a few words."""

    words = forms.CharField(
        label=_("What do you write? Whoever asked reads it."),
        max_length=LONGEST,
        widget=AREA,
        error_messages={"required": _("Write a few words. Whoever asked will read them.")},
    )


class AnswerForm(WordsForm):
    """The answer, with a paper if there is one."""

    paper = forms.FileField(
        label=_("A paper that goes with it"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": PAPERS.accept}),
    )


class ApproveForm(AnswerForm):
    """The answer as the head sends it: a PIN signs the paper that goes with it."""

    pin = forms.CharField(
        label=_("PIN of your signature"),
        required=False,
        max_length=64,
        help_text=_("Only if the paper is to be signed."),
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class ConfirmForm(Form):
    """Nothing to type: pressing is enough."""


class ReasonForm(Form):
    """Why it goes elsewhere."""

    reason = forms.CharField(label=_("Why? Colleagues read it."), max_length=500)


class ForwardForm(ReasonForm):
    """Which office it goes to."""

    office = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Which office?"),
        to_field_name="uuid",
        empty_label=None,
        error_messages={"required": _("Choose an office.")},
    )
    field_order = ("office", "reason")

    def __init__(self, *args: Any, place: Place, own: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = offices_near(place).exclude(pk=own)


class JoinForm(Form):
    """The code of the petition that said it first."""

    to = forms.CharField(
        label=_("Code of the petition that said it first"),
        max_length=40,
        help_text=_("For example PA-261122-0042"),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
    )


if TYPE_CHECKING:
    Topics = forms.ModelChoiceField[Topic]
else:
    Topics = forms.ModelChoiceField


class TopicChoice(Topics):
    """A topic, said with the one above it."""

    def label_from_instance(self, obj: Topic) -> str:
        return f"{obj.parent.title} › {obj.title}" if obj.parent else str(obj.title)


class SplitForm(Form):
    """Another thing that was said at once."""

    topic = TopicChoice(
        Topic.objects.current().in_order(), label=_("What is it about?"), to_field_name="code", empty_label=None
    )
    words = forms.CharField(label=_("What was said of this?"), max_length=LONGEST, widget=AREA)


class PublishForm(Form):
    """The words of both sides as all will read them."""

    words = forms.CharField(label=_("What was said, as all read it"), max_length=LONGEST, widget=AREA)
    answer = forms.CharField(label=_("The answer, as all read it"), max_length=LONGEST, widget=AREA)


class NoteForm(Form):
    """A note for colleagues."""

    words = forms.CharField(
        label=_("A note for colleagues"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )


class TemplateForm(Form):
    """Words of the office to begin from."""

    kind = forms.ChoiceField(
        label=_("For what?"),
        choices=[
            (LetterKind.ANSWER.value, _("An answer")),
            (LetterKind.MORE.value, _("A question")),
            (LetterKind.REFUSAL.value, _("A reason why not")),
        ],
    )
    title = forms.CharField(label=_("A short title"), max_length=100)
    words = forms.CharField(label=_("The words"), max_length=LONGEST, widget=AREA)


def offices_near(place: Place) -> Any:
    """The offices of a commune first, then the committees of the others, then the offices of the province."""
    committees = Q(kind=OfficeKind.AGENCY, parent=None, place__kind=PlaceKind.COMMUNE)
    near = Q(place__in=[place.pk, Place.objects.home().pk])
    own_first = Case(When(place=place.pk, then=0), default=1)
    found = Organisation.objects.current().offices().filter(near | committees)
    return found.order_by(own_first, "place__kind", "sort_key", "id")
