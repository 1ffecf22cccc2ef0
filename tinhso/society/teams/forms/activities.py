"""What a member types about a visit or another activity: numbers and taps, words only for who likes to."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.forms.inputs import PaperField
from tinhso.core.files.domain.kinds import PHOTOS
from tinhso.core.people.domain.tables import languages
from tinhso.kit.forms import Form
from tinhso.society.teams.actions.activities import MOST_PEOPLE, Result
from tinhso.society.teams.domain.words import ACTIVITY_WORDS, HELP_WORDS, ActivityKind, Help
from tinhso.society.teams.models import Member, Team

if TYPE_CHECKING:
    TeamChoice = forms.ModelChoiceField[Team]
    MemberChoices = forms.ModelMultipleChoiceField[Member]
else:
    TeamChoice = forms.ModelChoiceField
    MemberChoices = forms.ModelMultipleChoiceField

TODAY, YESTERDAY, EARLIER = "0", "1", "earlier"
WHEN = ((TODAY, _("Today")), (YESTERDAY, _("Yesterday")), (EARLIER, _("Another day")))
SPOKEN_FIRST = ("vi", "thai", "mong", "dao")


def spoken() -> list[tuple[str, str]]:
    """Languages to choose from, the most spoken first."""
    known = languages()
    order = [*SPOKEN_FIRST, *(code for code in known if code not in SPOKEN_FIRST and code != "en")]
    return [(code, known[code].name) for code in order]


class TeamField(TeamChoice):
    """One of some teams, called by its village."""

    def label_from_instance(self, obj: Team) -> str:
        return obj.name


class MembersField(MemberChoices):
    """Some members of a team."""

    def label_from_instance(self, obj: Member) -> str:
        return obj.person.shown


class ResultForm(Form):
    """What came of it."""

    when = forms.ChoiceField(label=_("When was it?"), choices=WHEN, required=False, widget=forms.RadioSelect)
    on = forms.DateField(label=_("Which day"), required=False)
    helped = forms.MultipleChoiceField(
        label=_("By what did you help?"),
        required=False,
        choices=[(one.value, word) for one, word in HELP_WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    people = forms.IntegerField(
        label=_("How many people did you help?"), required=False, min_value=0, max_value=MOST_PEOPLE
    )
    taught = forms.IntegerField(
        label=_("How many learnt to do it themselves?"), required=False, min_value=0, max_value=MOST_PEOPLE
    )
    language = forms.ChoiceField(label=_("Which language did you speak?"), choices=spoken, required=False)
    words = forms.CharField(
        label=_("Something to remember"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    photo = PaperField(PHOTOS, "photo", required=False, label=_("Photo"))

    def __init__(self, *args: Any, made_at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.made_on = timezone.localdate(made_at)
        self.fields["photo"].widget.attrs.update({"accept": "image/*", "capture": "environment"})

    @property
    def result(self) -> Result:
        told, photo = self.cleaned_data, self.cleaned_data.get("photo")
        people = told["people"] or (1 if told["helped"] else 0)
        return Result(
            on=self._day, helped={Help(code): people for code in told["helped"]}, people=people,
            taught=told["taught"] or 0, language=told["language"] or "vi", words=told["words"],
            household=told.get("household") or "", photos=(photo,) if photo else (),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("when") == EARLIER and not told.get("on") and "on" not in self.errors:
            self.add_error("on", _("Write the day, for example 20/11/2026."))
        return told

    @property
    def _day(self) -> date:
        """The day that is meant: of the form's making, which a phone may have kept for days."""
        if self.cleaned_data["when"] == EARLIER:
            told: date = self.cleaned_data["on"]
            return told
        return self.made_on - timedelta(days=int(self.cleaned_data["when"] or TODAY))


class VisitForm(ResultForm):
    """A visit to a household; the village is asked only of who works in several."""

    team = TeamField(label=_("In which village?"), queryset=Team.objects.none(), to_field_name="uuid", empty_label=None)
    household = forms.CharField(
        label=_("Number of the household's paper"), required=False, max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    field_order = ["team", "when", "on", "helped", "people", "taught", "language", "household", "photo", "words"]

    def __init__(self, *args: Any, teams: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["team"]
        if isinstance(field, TeamField):
            field.queryset = Team.objects.filter(pk__in=[one.pk for one in teams]).select_related("place__parent")
            if len(teams) == 1:
                field.widget, field.initial = forms.HiddenInput(), teams[0].uuid


class FinishForm(ResultForm):
    """What was planned is done: who of the team was there."""

    members = MembersField(
        label=_("Who was there?"), queryset=Member.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        let_choose(self.fields["members"], team)


class PlanForm(Form):
    """What a team means to do."""

    kind = forms.TypedChoiceField(
        label=_("What"), choices=list(ACTIVITY_WORDS.items()), coerce=ActivityKind, widget=forms.RadioSelect
    )
    title = forms.CharField(label=_("Where and what about"), required=False, max_length=120)
    on = forms.DateField(label=_("Which day"))
    members = MembersField(
        label=_("Who goes?"), queryset=Member.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        let_choose(self.fields["members"], team)


class CampaignForm(Form):
    """What all teams do on a day."""

    kind = forms.TypedChoiceField(
        label=_("What"), coerce=ActivityKind, widget=forms.RadioSelect,
        choices=[(one, word) for one, word in ACTIVITY_WORDS.items() if one is not ActivityKind.VISIT],
    )  # fmt: skip
    title = forms.CharField(label=_("Where and what about"), max_length=120)
    on = forms.DateField(label=_("Which day"))


class PhotoForm(Form):
    """One more photo."""

    photo = PaperField(PHOTOS, "photo", label=_("Photo"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photo"].widget.attrs.update({"accept": "image/*", "capture": "environment"})


class CallOffForm(Form):
    """Why it is not done."""

    why = forms.CharField(label=_("Why is it called off?"), max_length=300)


def let_choose(field: forms.Field, team: Team) -> None:
    """Let a field choose among the members of a team."""
    if isinstance(field, MembersField):
        field.queryset = Member.objects.now().for_page().filter(team=team)
