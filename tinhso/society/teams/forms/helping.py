"""What somebody says who wants a member of the team to come; an officer or helper may type it for them."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.forms.places import PlaceField
from tinhso.core.people.domain.phones import read_phone
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.kit.forms import Form, Told
from tinhso.society.teams.actions.helping import Wish
from tinhso.society.teams.domain.words import HELP_WORDS, Help
from tinhso.society.teams.forms.activities import spoken
from tinhso.society.teams.models import Member

PAGE, PHONE, COUNTER = "page", "phone", "counter"
WAYS = ((COUNTER, _("Stands here")), (PHONE, _("On the telephone")))


class AskForm(Form):
    """Where, what, in which language, and how to find them."""

    channel = forms.ChoiceField(label=_("How do they speak with you?"), choices=WAYS, widget=forms.RadioSelect)
    place = PlaceField(
        label=_("Which village?"), error_messages={"required": _("Write the village, then we know who is near.")}
    )
    help = forms.TypedChoiceField(
        label=_("What do you need help with?"), coerce=Help, choices=list(HELP_WORDS.items()), widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you need help with.")},
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Which language do you speak?"), choices=spoken, initial="vi")
    name = forms.CharField(label=_("How may we call you?"), required=False, max_length=80)
    phone = Told(read_phone, label=_("Telephone"), required=False, max_length=40)
    neighbour = forms.CharField(label=_("No telephone? A neighbour who knows the way"), required=False, max_length=120)
    words = forms.CharField(
        label=_("Anything else"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    autocomplete = {"name": "name", "phone": "tel"}

    def __init__(self, *args: Any, by_an_officer: bool, applicant: Person | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.applicant = applicant
        if not by_an_officer:
            del self.fields["channel"]
        if applicant:
            del self.fields["name"]

    @property
    def wish(self) -> Wish:
        told = self.cleaned_data
        return Wish(
            place=Place.objects.select_related("parent").get(uuid=UUID(told["place"])), help=told["help"],
            language=told["language"], applicant=self.applicant, name=told.get("name", ""), phone=told["phone"],
            neighbour=told["neighbour"], words=told["words"], channel=told.get("channel", PAGE),
        )  # fmt: skip


class WhereForm(Form):
    """The village in which somebody looks for help."""

    village = PlaceField(label=_("Your village or commune"), required=False)


class MemberForm(Form):
    """Whom an officer asks."""

    member = forms.ChoiceField(label=_("Ask this member"))

    def __init__(self, *args: Any, members: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(one.uuid): one for one in members}
        field = self.fields["member"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(key, _said(one)) for key, one in self.members.items()]

    @property
    def chosen(self) -> Member:
        return self.members[self.cleaned_data["member"]]


class ReasonForm(Form):
    """Why nobody could help."""

    reason = forms.CharField(label=_("Why could nobody help?"), max_length=300)


def _said(member: Member) -> str:
    return f"{member.person.full_name}, {member.team.place.full_name}: {', '.join(member.languages_said)}"
