"""What an officer types for somebody at the counter or on the telephone."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.forms.inputs import Text
from tinhso.core.cases.forms.places import PlaceBox
from tinhso.core.places.models import Place
from tinhso.government.petitions.actions.files import Brought
from tinhso.government.petitions.domain.words import LONGEST, FileKind, Way
from tinhso.government.petitions.forms.reporting import PhotoField, place_meant, words_with_place
from tinhso.government.petitions.models import Topic
from tinhso.kit.forms import Form

if TYPE_CHECKING:
    TopicChoice = forms.ModelChoiceField[Topic]
else:
    TopicChoice = forms.ModelChoiceField

WAYS = ((Way.COUNTER.value, _("Stands here")), (Way.PHONE.value, _("On the telephone")))


class FindForm(Form):
    """Who says it, if they want to be named."""

    q = forms.CharField(label=_("Find by name, or by the whole identity number"), required=False, max_length=100)


class TopicField(TopicChoice):
    """Every topic, after the one above it."""

    def label_from_instance(self, obj: Topic) -> str:
        return f"{obj.parent.title} › {obj.title}" if obj.parent else obj.title


class CounterForm(Form):
    """Everything on one page; the tab key leads through it."""

    channel = forms.TypedChoiceField(
        label=_("How do they speak with you?"),
        choices=WAYS,
        coerce=Way,
        initial=Way.COUNTER.value,
        widget=forms.RadioSelect,
    )
    topic = TopicField(
        label=_("What is it about?"),
        queryset=Topic.objects.none(),
        to_field_name="code",
        empty_label=_("Choose"),
        error_messages={"required": _("Choose what it is about.")},
    )
    where = forms.CharField(label=_("Where is it?"), required=False, max_length=200, widget=PlaceBox)
    words = Text(
        label=_("What they say, in their words"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    photo = PhotoField("photo", now=False, label=_("A photo they brought"))
    urgent = forms.BooleanField(label=_("Somebody is in danger"), required=False)
    may_show = forms.BooleanField(label=_("Others may see it, without the name"), required=False)

    def __init__(self, *args: Any, at_home: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at_home = at_home
        field = self.fields["topic"]
        if isinstance(field, TopicField):
            field.queryset = Topic.objects.current().in_order()

    @property
    def place_said(self) -> Place:
        """The place that was written; else where the person lives, else the office's own."""
        return place_meant(self.cleaned_data["where"]) or self.at_home

    @property
    def words_said(self) -> str:
        return words_with_place(self.cleaned_data["words"], self.cleaned_data["where"])

    @property
    def brought(self) -> tuple[Brought, ...]:
        photo = self.cleaned_data.get("photo")
        return (Brought(kind=FileKind.PHOTO, upload=photo),) if photo else ()
