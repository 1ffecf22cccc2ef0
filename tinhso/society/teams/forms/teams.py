"""What an officer types about a team and its members."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.forms.places import PlaceBox, PlaceField
from tinhso.core.people.domain.phones import read_phone
from tinhso.core.people.domain.tables import languages
from tinhso.core.places.models import Place
from tinhso.kit.forms import Form, Told
from tinhso.society.teams.actions.members import Profile
from tinhso.society.teams.domain.words import HELP_WORDS, POSITION_WORDS, Position
from tinhso.society.teams.forms.activities import MembersField, let_choose
from tinhso.society.teams.models import Member, Team


class VillageForm(Form):
    """A village as people write it: `Bản Co, xã Mường Lạn`."""

    place = PlaceField(label=_("Village"), help_text=_("For example: bản Co, xã Mường Lạn"), widget=PlaceBox)

    @property
    def place_said(self) -> Place:
        return Place.objects.select_related("parent").get(uuid=UUID(self.cleaned_data["place"]))


class FindMemberForm(Form):
    """Who joins: someone of the register of people."""

    q = forms.CharField(label=_("Find by name, or by the whole identity number"), required=False, max_length=100)


class ProfileForm(Form):
    """What a member is and can do."""

    position = forms.TypedChoiceField(
        label=_("In the team"), choices=list(POSITION_WORDS.items()), coerce=Position, initial=Position.MEMBER.value
    )
    phone = Told(read_phone, label=_("Telephone"), required=False, max_length=40)
    languages = forms.MultipleChoiceField(
        label=_("Speaks"),
        required=False,
        choices=lambda: [(one.code, one.name) for one in languages().values()],
        widget=forms.CheckboxSelectMultiple,
    )
    skills = forms.MultipleChoiceField(
        label=_("Can help with"),
        required=False,
        choices=[(one.value, word) for one, word in HELP_WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    area = forms.CharField(label=_("Which houses"), required=False, max_length=200)
    shown = forms.BooleanField(label=_("They agree that neighbours see their first name and telephone"), required=False)
    autocomplete = {"phone": "off"}

    @classmethod
    def of(cls, member: Member, data: Any) -> "ProfileForm":
        """The form, with what is known of a member."""
        known = {
            "position": member.position, "phone": member.phone_said, "languages": member.languages,
            "skills": member.skills, "area": member.area, "shown": member.shown_at is not None,
        }  # fmt: skip
        return cls(data, initial=known)

    @property
    def profile(self) -> Profile:
        told = self.cleaned_data
        return Profile(
            position=told["position"], phone=told["phone"], languages=told["languages"], skills=told["skills"],
            area=told["area"], shown=told["shown"],
        )  # fmt: skip


class TrainingForm(Form):
    """A training that a member took."""

    title = forms.CharField(label=_("Training"), max_length=120)
    on = forms.DateField(label=_("Day"), required=False)


class TrainedForm(TrainingForm):
    """The same training, for several of a team."""

    members = MembersField(
        label=_("Who was there?"), queryset=Member.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        let_choose(self.fields["members"], team)


class ListForm(Form):
    """A list of members, as a commune keeps it."""

    file = forms.FileField(label=_("List of members (CSV or XLSX)"), max_length=140)


class NewsForm(Form):
    """Something that all members of some teams should know."""

    subject = forms.CharField(label=_("What it is about"), max_length=80)
    words = forms.CharField(label=_("News"), max_length=600, widget=forms.Textarea(attrs={"rows": 4}))
